import { describe, expect, test } from "bun:test";
import {
  conceptOf,
  deniesCount,
  isForeignHeading,
  localeOf,
  proseLetters,
  squeeze,
  unitOf,
} from "../../../src/reading/extract/vocabulary.ts";

describe("a label", () => {
  test.each([
    ["Steps", "steps"],
    ["Langkah", "steps"],
    ["TODAY'S STEPS", "steps"],
    ["Jarak", "distance"],
    ["Walking + Running Distance", "distance"],
    ["Detak jantung", "heart_rate"],
    ["Poin Kardio", "heart_points"],
    ["Rata-rata", "average"],
  ] as const)("%s names %s", (text, concept) => {
    expect(conceptOf(text)).toBe(concept);
  });

  test("is known although its icon was read as a digit before or behind it", () => {
    expect(conceptOf("0 Steps")).toBe("steps");
    expect(conceptOf("Langkah 0")).toBe("steps");
  });

  test("is a whole line, not a word in a sentence", () => {
    expect(conceptOf("Steps to a better life")).toBeNull();
    expect(conceptOf("Settings")).toBeNull();
  });
});

describe("a unit", () => {
  test("is forgiven one wrong letter only where it means steps", () => {
    expect(unitOf("Iangkah")).toBe("steps");
    expect(unitOf("stebs")).toBe("steps");
    expect(unitOf("kmm")).toBeNull();
    expect(unitOf("stairs")).toBeNull();
  });
});

test.each(["Average", "2.525 langkah lagi", "steps to go", "Weekly goal", "per day", "Tantangan"])(
  "'%s' says that a number is not today's count",
  (text) => {
    expect(deniesCount(text)).toBe(true);
  },
);

test("a misread unit is no prose, and what stands beside it still is", () => {
  expect(proseLetters("23.614 Iangkah")).toBe(0);
  expect(proseLetters("8,280rangkah")).toBe(0);
  expect(proseLetters("6.646 langkah lagi menuju target")).toBeGreaterThan(8);
});

test("headings of other devices and people are known in both languages", () => {
  expect(isForeignHeading("Step count source")).toBe(true);
  expect(isForeignHeading("Papan peringkat")).toBe(true);
  expect(isForeignHeading("Steps")).toBe(false);
});

test("a screen's language is told by its words, and left open where they do not tell", () => {
  expect(localeOf(["Steps", "Distance", "12.09"])).toBe("en");
  expect(localeOf(["Langkah", "Jarak", "Hari ini"])).toBe("id");
  expect(localeOf(["5.475", "km"])).toBeNull();
});

test("texts are compared without case, spaces, punctuation and width", () => {
  expect(squeeze("  Today’s  STEPS: ")).toBe("todayssteps");
  expect(squeeze("１２％")).toBe("12%");
});
