import { describe, expect, test } from "bun:test";
import { miFitness } from "../../../src/reading/apps/mi-fitness.ts";
import { explain, vocabularyOf } from "../../../src/reading/scope/explain.ts";
import { line } from "../../support/lines.ts";

const vocabulary = vocabularyOf(miFitness, miFitness.pages[0] ?? null, false);
const said = (text: string) => explain(line(text, 0, 0), vocabulary);

describe("the words of a line", () => {
  test.each([
    "Vitality score",
    "Vita1ity score",
    "Vitalityscore",
    "8.042 langkah",
    "Today, 24 Nov 2025",
    "Steps",
  ])("are understood: %s", (text) => {
    expect(said(text)).toMatchObject({ unknown: [], scopes: [] });
  });

  test.each([
    ["Rina Wijaya", ["Rina", "Wijaya"]],
    ["Mama's steps", []],
    ["Zarblat steps", ["Zarblat"]],
    // Known as a part of `Lihat semua` only, and not as what is left of it beside an icon.
    ["Semua data", ["Semua"]],
    ["tivitas", []],
    ["2025/10/01 - 2025/10/0\ufffd", ["2025/10/0\ufffd"]],
    ["Today \u3013", ["\u3013"]],
    // Signs that are words: one alone is an icon, and two alike are no row of dots.
    ["妈妈", ["妈妈"]],
    ["엄마 8.042 langkah", ["엄마"]],
    ["自 Steps", []],
    ["OOO", []],
  ] as const)("that nothing explains are named: %s", (text, unknown) => {
    expect(said(text).unknown).toEqual([...unknown]);
  });

  test.each(["UUKKAL", "BKCAL"])(
    "what is read of digits that are cut over their unit is none: %s",
    (text) => {
      expect(said(text).unknown).toEqual([]);
    },
  );

  test("other letters before a unit are a word", () => {
    expect(said("MAKKAL").unknown).toEqual(["MAKKAL"]);
  });

  test("a word is known with how long behind it, though their space was lost", () => {
    expect(said("Steps0H50M").unknown).toEqual([]);
    expect(said("Total0J18M").scopes).toEqual([{ kind: "total", text: "Total0J18M" }]);
    expect(said("Zarblat0H50M").unknown.length).toBeGreaterThan(0);
  });

  test.each([
    ["Daily average", "average"],
    ["Total steps", "total"],
    ["Rata-rata harian", "average"],
    ["Friends", "other_person"],
    ["Mama's steps", "other_person"],
    ["Best day", "several_days"],
    ["Afternoon walk", "exercise"],
    ["Set goal", "goal"],
    ["Install", "no_record"],
  ] as const)("say what else is counted: %s", (text, kind) => {
    expect(said(text).scopes.map((scope) => scope.kind)).toContain(kind);
  });

  test("are none where rings and icons were read as letters: they are wider than type", () => {
    const rings = { ...line("JOU", 0, 0, 100) };
    const wide = {
      ...rings,
      words: [{ text: "JOU", confidence: 0.8, box: { x: 0, y: 0, width: 470, height: 120 } }],
    };
    expect(explain(wide, vocabulary).unknown).toEqual([]);
    expect(explain(rings, vocabulary).unknown).toEqual(["JOU"]);
    const box = { x: 0, y: 0, width: 700, height: 120 };
    const spaced = { ...wide, text: "SARAH", words: [{ text: "SARAH", confidence: 0.8, box }] };
    expect(explain(spaced, vocabulary).unknown).toEqual(["SARAH"]);
    const bars = { ...spaced, words: spaced.words.map((word) => ({ ...word, confidence: 0.3 })) };
    expect(explain(bars, vocabulary).unknown).toEqual([]);
  });
});
