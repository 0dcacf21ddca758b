import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Figures } from "../../scripts/common/figures.ts";
import { sectionText, withSection } from "../../scripts/common/figures-page.ts";
import { noLess, noMore, none } from "../../scripts/common/target.ts";
import { temporaryFolder } from "../support/temporary.ts";

const root = join(import.meta.dir, "..", "..");
const head = "# Figures\n\nWhat was measured last.\n";
const full = ["text-errors", "bench-queue", "bombs"].reduce(
  (page, script) => withSection(page, script as "bombs", `of ${script}`),
  head,
);

describe("a section of the page of figures", () => {
  test("is put behind what is there", () => {
    expect(withSection(head, "bombs", "new")).toBe(
      `${head}\n<!-- bombs: begin -->\nnew\n<!-- bombs: end -->\n`,
    );
  });

  test("is replaced, and everything else stays as it is", () => {
    const annotated = full.replace("<!-- bombs: begin -->", "By hand, between two sections.\n\n$&");
    const written = withSection(annotated, "bench-queue", "new of $1, $& and $'");
    expect(written).toBe(annotated.replace("of bench-queue", () => "new of $1, $& and $'"));
    expect(withSection(written, "bench-queue", "of bench-queue")).toBe(annotated);
  });

  test("has the same place whichever is written first", () => {
    const backwards = ["bombs", "bench-queue", "text-errors"].reduce(
      (page, script) => withSection(page, script as "bombs", `of ${script}`),
      head,
    );
    expect(backwards).toBe(full);
  });

  test.each([
    ["without an end", full.replace("<!-- bench-queue: end -->", ""), /has no "<!-- bench-queue: end -->"/],
    ["whose last one has no end", full.replace("<!-- bombs: end -->", ""), /has no "<!-- bombs: end -->"/],
    ["without a beginning", full.replace("<!-- bombs: begin -->", ""), /without a beginning before it: take/],
    ["that stands there twice", `${full}${full}`, /two sections of text-errors: take one of them out\./],
    ["that no script writes", full.replaceAll("bombs: ", "bomb: "), /a section of bomb, which writes none/],
  ])("is not written beside one %s", (_what, page, sentence) => {
    expect(() => withSection(page, "figures", "new")).toThrow(sentence);
  });
});

describe("the text of a section", () => {
  const conditions = {
    command: "bun scripts/bombs.ts --count 3",
    date: "2026-03-01",
    version: "version 1.2.3 (commit abc) from source",
    machine: "2 cores (AMD EPYC), Bun 1.4.5",
    cores: 2,
    load: 0.26,
  };

  test("says how and where, and has each figure beside its target", () => {
    const targets = [
      noMore("time", 31, 30, "ms"),
      noLess("  a second", 9, 9),
      { ...none("a | b", "2"), note: "Not\nheld." },
    ];
    expect(sectionText("bombs", conditions, [{ title: "All", targets }])).toBe(
      [
        "## Decompression bombs\n",
        "`bun scripts/bombs.ts --count 3`, 2026-03-01, version 1.2.3 (commit abc) from source, " +
          "2 cores (AMD EPYC), Bun 1.4.5, load average at the beginning 0.3.\n",
        "### All\n",
        "| figure | measured | target |  |",
        "|---|---|---|---|",
        "| time | 31 ms | ≤ 30 ms | **missed** |",
        "| a second | 9 | ≥ 9 | reached |",
        "| a \\| b | 2; Not held. |  |  |",
      ].join("\n"),
    );
  });

  test("says when others worked on the machine", () => {
    expect(sectionText("bombs", { ...conditions, load: 1 }, [])).toEndWith(
      "load average at the beginning 1.0: the machine was busy.",
    );
  });

  test("has no column for targets where nothing is promised", () => {
    expect(sectionText("bombs", conditions, [{ title: "All", targets: [none("time", "3 ms")] }])).toEndWith(
      "| figure | measured |\n|---|---|\n| time | 3 ms |",
    );
  });

  test("has a grid with all columns, and nothing where a row has no such figure", () => {
    const rows = { ours: { enqueue: 5, claim: 6 }, theirs: { enqueue: 4, finish: 7 } };
    expect(sectionText("bench-queue", conditions, [{ title: "Jobs a second", rows }])).toEndWith(
      [
        "### Jobs a second\n",
        "|  | enqueue | claim | finish |",
        "|---|---|---|---|",
        "| ours | 5 | 6 |  |",
        "| theirs | 4 |  | 7 |",
      ].join("\n"),
    );
  });
});

describe("a script's figures", () => {
  const page = (text: string): string => {
    const file = join(temporaryFolder(), "figures.md");
    writeFileSync(file, text);
    return file;
  };
  const measure = (file: string, write: boolean): void => {
    const figures = new Figures("bench-queue", { write, json: true, page: file });
    figures.add("Measured", [noMore("time", 31, 30, "ms")]);
    figures.end();
  };

  test("are written to the page when that is wanted, with the version, the machine and the day", () => {
    const file = page(full);
    measure(file, true);
    const written = readFileSync(file, "utf8");
    expect(written).toInclude("| time | 31 ms | ≤ 30 ms | **missed** |");
    expect(written).toMatch(
      /`bun scripts\/bench-queue\.ts.*`, 20\d\d-\d\d-\d\d, version \d.* \(commit .+\) from source, \d+ cores? \(.+\), Bun \d/,
    );
    expect(written).toInclude("of text-errors");
    expect(written).toInclude("of bombs");
    expect(written).not.toInclude("of bench-queue");
  });

  test("are not written otherwise", () => {
    const file = page(full);
    measure(file, false);
    expect(readFileSync(file, "utf8")).toBe(full);
  });

  test("are not measured for a page on which they cannot be written", () => {
    const broken = page(full.replace("<!-- bombs: end -->", ""));
    expect(() => new Figures("bombs", { write: true, page: broken })).toThrow(/has no "<!-- bombs: end -->"/);
    const missing = join(temporaryFolder(), "figures.md");
    expect(() => new Figures("bombs", { write: true, page: missing })).toThrow(
      /There is no docs\/figures\.md/,
    );
  });
});

test("the page that we have can be written", () => {
  expect(withSection(readFileSync(join(root, "docs", "figures.md"), "utf8"), "bombs", "new")).toInclude(
    "new",
  );
});
