import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { random } from "../scripts/common/random.ts";
import {
  fill,
  KNOWN,
  LISTS,
  type ListName,
  PAGES,
  SCOPE_DRAWINGS,
  SCOPE_KINDS,
  scopeSet,
  scopeShare,
  styleOf,
  UNKNOWN,
  wordsOf,
} from "../scripts/draw/index.ts";
import { labelsFromJson } from "../src/eval/labels.ts";
import { loadSet } from "../src/eval/set.ts";
import { temporaryFolder } from "./support/temporary.ts";

const SCRIPT = resolve(import.meta.dir, "../scripts/draw/main.ts");
const lists = Object.keys(LISTS) as ListName[];
const all = scopeSet("all", SCOPE_DRAWINGS).negatives;
const labels = all.flatMap(({ label }) => label ?? []);

describe("the screens that are no day of the owner", () => {
  test("show every kind of page in every app, known or not", () => {
    const apps = [...KNOWN, ...UNKNOWN].map(({ app }) => app);
    expect(UNKNOWN.length).toBeGreaterThanOrEqual(20);
    for (const kind of Object.keys(SCOPE_KINDS)) {
      const drawn = labels.filter(({ group }) => group.endsWith(`, ${kind}`)).map(({ app }) => app);
      expect(drawn.sort(), kind).toEqual(apps.toSorted());
    }
  });

  test("and every page of a day with its heading, its date, its name and its span changed", () => {
    for (const part of ["title", "day", "sender", "span"]) {
      for (const { page, spans } of PAGES.filter((page) => part !== "span" || page.spans !== undefined)) {
        const name = `-${page.replaceAll("_", "-")}-${part}-`;
        expect(all.filter(({ file }) => file.includes(name)).length, name).toBeGreaterThan(spans ? 1 : 2);
      }
    }
  });

  test("use every list of expressions, and print what they took from it", () => {
    expect(new Set(all.flatMap(({ lists = [] }) => lists))).toEqual(new Set(lists));
    const packed = (words: string) => words.replaceAll(/\s/g, "");
    for (const { svg, file, label } of all.filter(({ label }) => label?.group.startsWith("day page"))) {
      const words = label?.note.slice(label.note.indexOf(": ") + 2) ?? "";
      const hidden = label?.group.includes("span:") === true;
      if (!hidden) expect(packed(wordsOf(svg)), file).toContain(packed(words));
    }
  });

  test("have labels that eval takes, in both languages and themes, each scope but that of a day", () => {
    const document = Object.fromEntries(all.map(({ file, label }) => [`negatives/${file}`, label]));
    const taken = [...labelsFromJson(JSON.stringify(document), "labels.json").values()];
    expect(taken).toHaveLength(SCOPE_DRAWINGS);
    expect(new Set(taken.map(({ steps }) => steps))).toEqual(new Set([null]));
    const scopes = new Set(taken.map(({ scope }) => scope));
    expect([...scopes].sort()).toEqual([
      "average",
      "exercise",
      "goal",
      "no_record",
      "other_person",
      "part_of_day",
      "several_days",
      "total",
    ]);
    expect(new Set(taken.map(({ locale, theme }) => `${locale} ${theme}`)).size).toBe(4);
  });

  test("are read as a share in which each kind, each known app and each page of a day occurs", () => {
    for (const seed of ["share", "a", "b"]) {
      const drawn = scopeShare(seed).negatives.flatMap(({ label }) => label ?? []);
      for (const kind of Object.keys(SCOPE_KINDS)) {
        const apps = drawn.filter(({ group }) => group.endsWith(`, ${kind}`)).map(({ app }) => app);
        expect(new Set(apps).size, kind).toBe(2);
      }
      expect(new Set(drawn.map(({ app }) => app))).toEqual(new Set(KNOWN.map(({ app }) => app)));
      const changed = drawn.filter(({ group }) => group.startsWith("day page"));
      expect(changed).toHaveLength(PAGES.length);
      expect(new Set(changed.map(({ group }) => group)).size).toBeGreaterThan(PAGES.length / 2);
    }
  });

  test("are the same from the same seed, in every byte, and others from another", async () => {
    const [first, again, other] = await Promise.all([draw("a"), draw("a"), draw("b")]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

describe("the lists of expressions", () => {
  test("are long and varied in both languages", () => {
    for (const list of ["hours", "weeks", "months", "dayRanges", "totals"] as const) {
      for (const [locale, says] of Object.entries(LISTS[list].says)) {
        expect(says.length, `${list} ${locale}`).toBeGreaterThanOrEqual(30);
      }
    }
  });

  test("say nothing twice, and have a value for all that stands in braces", () => {
    for (const list of lists) {
      for (const locale of ["en", "id"] as const) {
        const says: readonly string[] = LISTS[list].says[locale];
        expect(new Set(says).size, `${list} ${locale}`).toBe(says.length);
        const r = random(list);
        for (const template of says) expect(fill(template, r, styleOf(r, locale))).not.toMatch(/[{}]/);
      }
    }
  });
});

/** Draws a share of all kinds with the script, and returns every file's bytes. */
async function draw(seed: string): Promise<Record<string, string>> {
  const out = temporaryFolder();
  const child = Bun.spawn(
    [process.execPath, SCRIPT, "--scopes", "--out", out, "--count", "6", "--seed", seed],
    {
      stdout: "ignore",
      stderr: "pipe",
    },
  );
  const complaint = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(complaint);
  expect(loadSet(out).warnings).toEqual([]);
  const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((file) => file.includes("."));
  return Object.fromEntries(
    files.sort().map((file) => [file, readFileSync(join(out, file)).toString("base64")]),
  );
}
