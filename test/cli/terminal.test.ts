import { describe, expect, test } from "bun:test";
import { fittedHelp } from "../../cli/output/help-text.ts";
import { createProgress } from "../../cli/output/progress.ts";
import { beginning, fit, paragraph, printable, wrap } from "../../cli/output/terminal.ts";
import { grouped } from "../../cli/output/words.ts";
import { tableOutput } from "../../cli/run/table.ts";

/** A stream that remembers what was written to it. */
function stream(over: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  return { ...over, written, write: (text: string) => written.push(text), text: () => written.join("") };
}

const clearLine = "\r\x1b[2K";
const failed = (source: string) =>
  ({ ok: false, source, failure: { code: "IMAGE_EMPTY", message: "It is empty." } }) as const;

describe("the progress bar", () => {
  test("is drawn on a terminal, and taken away before anything else is printed", () => {
    const terminal = stream({ isTTY: true });
    const progress = createProgress(terminal, 4);
    progress.show(0);
    progress.show(1);
    expect(terminal.written.at(-1)).toStartWith(`${clearLine}${"█".repeat(6)}${"░".repeat(18)} 1 of 4, `);
    expect(terminal.written.at(-1)).toEndWith(" s left");
    progress.hide();
    expect(terminal.written.at(-1)).toBe(clearLine);
    progress.hide();
    expect(terminal.written).toHaveLength(3);
  });

  test("is gone when everything is done", () => {
    const terminal = stream({ isTTY: true });
    createProgress(terminal, 2).show(2);
    expect(terminal.text()).toBe("");
  });

  test.each([
    ["no terminal", stream(), 9],
    ["one picture", stream({ isTTY: true }), 1],
  ])("is not drawn where there is %s", (_what, target, total) => {
    const progress = createProgress(target, total);
    progress.show(0);
    progress.hide();
    expect(target.text()).toBe("");
  });
});

describe("the table", () => {
  test("never exceeds the width of the terminal, and gives up columns before names", () => {
    for (const columns of [60, 80, 100, 120]) {
      const terminal = stream({ isTTY: true, columns });
      const name = `a/${"very/".repeat(30)}long-name.png`;
      const table = tableOutput(terminal, [name]);
      table.write(failed(name));
      table.end?.();
      const rows = Bun.stripANSI(terminal.text()).trimEnd().split("\n");
      for (const row of rows) expect(Bun.stringWidth(row), row).toBeLessThanOrEqual(columns);
      expect(rows[1]).toMatch(/^a\/very.*…/);
      expect(rows[1]).toContain("✗ failed");
      expect(rows[0]?.includes("date")).toBe(columns === 120);
    }
  });

  test("gives names in full where there is no terminal", () => {
    const target = stream();
    const name = `${"long/".repeat(60)}a.png`;
    tableOutput(target, [name]).write(failed(name));
    expect(target.text()).toContain(name);
  });
});

describe("text for people", () => {
  test("is broken at spaces", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("unbreakable", 4)).toEqual(["unbreakable"]);
    expect(wrap("", 4)).toEqual([""]);
  });

  test("is one line for a program, and ends its lines between words on a terminal", () => {
    const sentence = "The key is empty: set API_KEY, or the file of API_KEY_FILE, from the environment.";
    expect(paragraph(stream(), sentence)).toBe(`${sentence}\n`);
    expect(paragraph(stream({ isTTY: true, columns: 30 }), sentence)).toBe(
      "The key is empty: set API_KEY,\nor the file of API_KEY_FILE,\nfrom the environment.\n",
    );
    expect(paragraph(stream({ isTTY: true, columns: 0 }), sentence).split("\n")).toHaveLength(3);
  });

  test("fits into its column, wide characters too", () => {
    expect(fit("abc", 5)).toBe("abc  ");
    expect(fit("abc", 5, "right")).toBe("  abc");
    expect(fit("abcdefgh", 5)).toBe("ab…gh");
    expect(fit("abcdefgh", 1)).toBe("…");
    expect(Bun.stringWidth(fit("スクリーンショット.png", 10))).toBe(10);
  });

  test("fits into whatever room there is, whatever it is made of", () => {
    const texts = [
      "abcdefgh",
      "スクリーン",
      "❤\uFE0F".repeat(9),
      "🇩🇪".repeat(9),
      "👨‍👩‍👧".repeat(9),
      "e\u0301".repeat(9),
    ];
    for (const text of texts)
      for (let width = 0; width < 24; width++) {
        expect(Bun.stringWidth(fit(text, width)), `${text} in ${width}`).toBe(width);
        expect(Bun.stringWidth(beginning(text, width)), `${text} in ${width}`).toBeLessThanOrEqual(width);
      }
    expect(beginning("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 5)).toBe("👨‍👩‍👧👨‍👩‍👧…");
  });

  test("has nothing in it that whoever shows it would obey", () => {
    expect(printable("a\x1b[2J\r\n\x9b\u2028\u202egnp.exe\u2066")).toBe("a�[2J�����gnp.exe�");
    expect(printable("日本 👨‍👩‍👧 é")).toBe("日本 👨‍👩‍👧 é");
  });

  test("groups the digits of counts", () => {
    expect([0, 999, 1000, 12_345, 1_234_567].map(grouped).map((text) => text.replace(/\s/g, "_"))).toEqual([
      "0",
      "999",
      "1_000",
      "12_345",
      "1_234_567",
    ]);
  });
});

describe("help", () => {
  const help = [
    "Options:",
    "  --json  print it as JSON",
    "",
    "Its key is read from the environment, else from .env.",
    "It is sent to the address that --url names, and to no other one, whatever it may answer, also where that leads on",
    "to another address.",
    "",
    "Examples:",
    "  ocr-eco queue list   what waits",
    "  ocr-eco queue list --state failed --limit 5",
    "  ocr-eco queue show 019abcde   one with its error",
  ].join("\n");

  test("is left as it is for a program, and where there is room", () => {
    expect(fittedHelp(stream(), help)).toBe(help);
    expect(fittedHelp(stream({ isTTY: true, columns: 120 }), help)).toBe(help);
  });

  test("fills its paragraphs anew on a narrow terminal, and breaks no example that is copied", () => {
    expect(fittedHelp(stream({ isTTY: true, columns: 36 }), help).split("\n")).toEqual([
      "Options:",
      "  --json  print it as JSON",
      "",
      "Its key is read from the",
      "environment, else from .env.",
      "It is sent to the address that --url",
      "names, and to no other one, whatever",
      "it may answer, also where that leads",
      "on to another address.",
      "",
      "Examples:",
      "  ocr-eco queue list   what waits",
      "  ocr-eco queue list --state \\",
      "      failed --limit 5",
      "  ocr-eco queue show 019abcde",
      "      one with its error",
    ]);
  });
});
