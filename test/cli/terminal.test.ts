import { describe, expect, test } from "bun:test";
import { createProgress } from "../../cli/output/progress.ts";
import { tableOutput } from "../../cli/output/table.ts";
import { fit, wrap } from "../../cli/output/terminal.ts";
import { grouped } from "../../cli/output/words.ts";

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

  test("fits into its column, wide characters too", () => {
    expect(fit("abc", 5)).toBe("abc  ");
    expect(fit("abc", 5, "right")).toBe("  abc");
    expect(fit("abcdefgh", 5)).toBe("ab…gh");
    expect(fit("abcdefgh", 1)).toBe("…");
    expect(Bun.stringWidth(fit("スクリーンショット.png", 10))).toBe(10);
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
