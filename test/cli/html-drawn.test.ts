import { describe, expect, test } from "bun:test";
import { htmlOf } from "../../cli/output/html/drawn.ts";
import { element } from "../../src/charts/drawn.ts";

const textOf = (...drawn: Parameters<typeof element>): string => htmlOf(element(...drawn)).text;

describe("what was drawn becomes text of a page", () => {
  test("in which texts are escaped", () => {
    expect(textOf("p", {}, `<b> & "so" 'so' &lt;`)).toBe(
      "<p>&lt;b&gt; &amp; &quot;so&quot; &#x27;so&#x27; &amp;lt;</p>",
    );
  });

  test("in which no value ends its attribute", () => {
    expect(textOf("p", { title: `"><script>&'`, width: 0.5 })).toBe(
      '<p title="&quot;&gt;&lt;script&gt;&amp;&#x27;" width="0.5"></p>',
    );
  });

  test.each([
    ["the end of a line", "\n"],
    ["a control character", "\u001b"],
    ["NUL", "\u0000"],
    ["what turns the direction of writing", "\u202e"],
  ])("that shows %s, and does not obey it", (_name, character) => {
    expect(textOf("p", { title: `a${character}b` }, `c${character}d`)).toBe('<p title="a�b">c�d</p>');
  });

  test("with elements in each other, in their order", () => {
    const inner = element("i", { class: "tone-1" });
    expect(textOf("p", {}, "one ", element("b", {}, inner, "<two>"), " three")).toBe(
      '<p>one <b><i class="tone-1"></i>&lt;two&gt;</b> three</p>',
    );
  });

  test("with an end for every element but those that have none", () => {
    expect(textOf("path", { d: "M0 0" })).toBe('<path d="M0 0"/>');
    expect(textOf("br", {})).toBe("<br/>");
    for (const tag of ["i", "td", "div", "svg", "text", "script"])
      expect(textOf(tag, {})).toBe(`<${tag}></${tag}>`);
    expect(textOf("rect", {}, element("title", {}, "what it is"))).toBe(
      "<rect><title>what it is</title></rect>",
    );
    expect(textOf("td", {}, "")).toBe("<td></td>");
  });

  test("with the rows of a table on lines of their own, and nothing put between the parts of a text", () => {
    const row = element("tr", {}, element("td", {}, "1"), element("td", {}, "2"));
    expect(textOf("table", {}, row, row)).toBe(
      "<table>\n<tr><td>1</td><td>2</td></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>",
    );
  });
});
