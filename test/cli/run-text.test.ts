import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixture } from "../../scripts/common/fixtures.ts";
import { type Element, parseXml } from "../../scripts/common/xml.ts";
import { ocrEco } from "../support/cli.ts";

const size = { width: 414, height: 921 };
const folder = mkdtempSync(join(tmpdir(), "ocr-eco-test-"));
/** Its name has everything that XML would stumble over. */
const awkward = join(folder, `a & "b" <c>.png`);
let text: string;

/** Two pictures and one that cannot be read, in one of the forms of the tesseract command. */
async function readAs(form: "text" | "tsv" | "hocr"): Promise<string> {
  const words = [awkward, fixture("broken", "empty.png"), fixture("broken", "animated.gif")];
  const { stdout, stderr, exitCode } = await ocrEco(["run", `--${form}`, "--engine", "paddle", ...words]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^ocr-eco: .*\[IMAGE_EMPTY\]\n$/);
  return stdout;
}

beforeAll(async () => {
  copyFileSync(fixture("broken", "sixteen-bit.png"), awkward);
  text = await readAs("text");
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("--text", () => {
  test("gives the rows of each picture, with a form feed between pictures", () => {
    const pages = text.split("\f");
    expect(pages).toHaveLength(2);
    for (const page of pages) {
      expect(page).toEndWith("\n");
      expect(page).toMatch(/^.*3,629 ?steps.*$/m);
      // Reading order: what stands beside each other is one row, and rows go from top to bottom.
      const rows = page.split("\n");
      const at = (words: RegExp): number => rows.findIndex((row) => words.test(row));
      expect(at(/3,629/)).toBeLessThan(at(/2\.08 ?km/));
      expect(at(/2\.08 ?km.*132 ?Cal/)).toBePositive();
    }
  });
});

describe("--tsv", () => {
  let rows: string[][];

  beforeAll(async () => {
    const lines = (await readAs("tsv")).split("\n");
    expect(lines.pop()).toBe("");
    rows = lines.map((line) => line.split("\t"));
  });

  test("has the twelve columns that tesseract prints", () => {
    expect(rows[0]?.join(" ")).toBe(
      "level page_num block_num par_num line_num word_num left top width height conf text",
    );
    for (const row of rows) expect(row).toHaveLength(12);
  });

  test("has a row for each page, block, paragraph, line and word, numbered and in that order", () => {
    const numbers = rows.slice(1).map((row) => row.slice(0, 11).map(Number));
    // Page, block, paragraph, line, word: the one that a row is about goes up by one, those within it begin anew.
    let place = [0, 0, 0, 0, 0];
    let level = 0;
    for (const [next = 0, ...rest] of numbers) {
      expect(next).toBeLessThanOrEqual(level + 1);
      place = place.map((number, at) => (at < next - 1 ? number : at === next - 1 ? number + 1 : 0));
      expect(rest.slice(0, 5)).toEqual(place);
      level = next;
    }
    expect(place[0]).toBe(2);
  });

  test("has whole pixels inside of the page, and a confidence from 0 to 100 for words alone", () => {
    for (const [level, , , , , , ...rest] of rows.slice(1)) {
      const [left = 0, top = 0, width = 0, height = 0, confidence = 0] = rest.map(Number);
      for (const value of [left, top, width, height]) expect(Number.isInteger(value)).toBe(true);
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect(left + width).toBeLessThanOrEqual(size.width + 1);
      expect(top + height).toBeLessThanOrEqual(size.height + 1);
      if (level === "5") expect(confidence).toBeWithin(0, 100.01);
      else expect([confidence, rest[5]]).toEqual([-1, ""]);
    }
  });

  test("has the words of --text in the same order", () => {
    const words = rows.filter(([level]) => level === "5").map((row) => row[11]);
    expect(words.join(" ")).toBe(text.replace(/[\n\f]+/g, " ").trim());
  });
});

describe("--hocr", () => {
  let elements: Element[];
  const ofClass = (name: string): Element[] =>
    elements.filter(({ attributes }) => attributes["class"] === name);

  beforeAll(async () => {
    elements = parseXml(await readAs("hocr"));
  });

  test("is well-formed XML with a page for each picture, which it names", () => {
    const pages = ofClass("ocr_page").map(({ attributes }) => attributes["title"]);
    expect(pages).toHaveLength(2);
    expect(pages[0]).toBe(`image "${awkward}"; bbox 0 0 414 921; ppageno 0; scan_res 70 70`);
    expect(pages[1]).toEndWith("; bbox 0 0 414 921; ppageno 1; scan_res 70 70");
  });

  test("says who wrote it and which elements it has", () => {
    const about = elements.filter(({ name }) => name === "meta").map(({ attributes }) => attributes);
    expect(about.find(({ name }) => name === "ocr-system")?.["content"]).toStartWith("ocr-eco ");
    const classes = about.find(({ name }) => name === "ocr-capabilities")?.["content"]?.split(" ") ?? [];
    expect(classes).toContain("ocrp_wconf");
    for (const name of classes.filter((each) => each !== "ocrp_wconf"))
      expect(ofClass(name).length, name).toBePositive();
    for (const { attributes } of ofClass("ocrx_word")) expect(attributes["title"]).toMatch(/; x_wconf \d+$/);
  });

  test("gives each element an id of its own and a box inside of the page", () => {
    const boxed = elements.filter(({ attributes }) => "id" in attributes);
    expect(new Set(boxed.map(({ attributes }) => attributes["id"])).size).toBe(boxed.length);
    for (const { attributes } of boxed) {
      const [, left = 0, top = 0, right = 0, bottom = 0] =
        /bbox (\d+) (\d+) (\d+) (\d+)/.exec(attributes["title"] ?? "")?.map(Number) ?? [];
      expect(right, attributes["title"]).toBeWithin(left, size.width + 2);
      expect(bottom, attributes["title"]).toBeWithin(top, size.height + 2);
    }
  });

  test("has the words of --text in the same order", () => {
    const words = ofClass("ocrx_word").map((element) => element.text.trim());
    expect(words.join(" ")).toBe(text.replace(/[\n\f]+/g, " ").trim());
  });
});
