import { expect, test } from "bun:test";
import type { Line } from "../../../src/reading/engines/engine.ts";
import { type LineReader, withFallBack, withMemory } from "../../../src/reading/engines/line-reader.ts";

const box = { x: 0, y: 0, width: 100, height: 20 };
const image = { width: 100, height: 20, data: new Uint8Array(6000) };

/** A line with one word for each text, as sure as is said. */
function lineOf(...words: readonly (readonly [text: string, confidence: number])[]): Line {
  const texts = words.map(([text, confidence]) => ({ text, box, confidence }));
  return { text: texts.map((word) => word.text).join(" "), box, confidence: 1, words: texts };
}

/** What is read where the first reader reads a line, or nothing, and is so sure. */
async function readBy(
  line: Line | null,
  second: Line | null,
  confidence = Math.min(...(line?.words ?? []).map((word) => word.confidence)),
): Promise<string | null> {
  const reader: LineReader = withFallBack(
    async () => ({ line, confidence }),
    async () => second,
    { text: 0.9, nothing: 0.95 },
  );
  return (await reader(image, box))?.text ?? null;
}

const other = lineOf(["other", 1]);

test("a line that the first reader is sure of is not read by the second", async () => {
  expect(await readBy(lineOf(["8,958", 0.99], ["steps", 0.9]), other)).toBe("8,958 steps");
});

test("one unsure word lets the second reader read the line", async () => {
  expect(await readBy(lineOf(["8,958", 0.99], ["stops", 0.7]), other)).toBe("other");
});

test("where the first reader sees nothing, the second one looks, unless the first is sure", async () => {
  expect(await readBy(null, other, 0.94)).toBe("other");
  expect(await readBy(null, null, 0.6)).toBeNull();
  expect(await readBy(null, other, 0.99)).toBeNull();
});

test("what is left of a cut word is read by the second reader", async () => {
  expect(await readBy(lineOf(["Septem\ufffd", 0.99]), other)).toBe("other");
});

test.each([
  ["\u3013", "other"],
  ["8,958 \u3013", "8,958 Schritte"],
  ["Schritte f\u3013r", "Schritte für"],
  ["\u3013", "每日平均"],
])("what the first reader says that it cannot read, the second one reads: %s as %s", async (text, all) => {
  expect(await readBy(lineOf([text, 0.99]), lineOf([all, 0.9]))).toBe(all);
});

test.each([
  ["nothing", null],
  ["one sign", lineOf(["父", 0.97])],
  ["fewer signs than fill it", lineOf(["paa", 0.9])],
  ["what it is not sure of", { ...lineOf(["NNNNN", 0.3]), confidence: 0.3 }],
])("what neither reader can read stays on the screen, though the second one reads %s", async (_, second) => {
  expect(await readBy(lineOf(["\u3013", 0.99]), second)).toBe("\u3013");
  expect(await readBy(lineOf(["\u3013", 0.7]), second)).toBe("\u3013");
});

test("what the second reader leaves out of a line that the first is sure of stays, too", async () => {
  const rest = lineOf(["24 Nov 2025", 0.97]);
  expect(await readBy(lineOf(["\u3013 24 Nov 2025", 0.95]), rest)).toBe("\u3013 24 Nov 2025");
  expect(await readBy(lineOf(["\u3013 24 Nov 2025", 0.6]), rest)).toBe("24 Nov 2025");
});

test.each(["\ufffd2.00", "\ufffd2.00 \u3013", "12.0\ufffd", "\ufffd.500", "1,\ufffd", "Steps 1\ufffd"])(
  "a number that is cut stays cut, since the second reader would make another number of it: %s",
  async (text) => {
    expect(await readBy(lineOf([text, 0.99]), lineOf(["2.00", 1]))).toBe(text);
  },
);

test.each(["1 2 , 6 7 4", "12, 6 7 4", "S M T W", "12, 674", "112. 674 steps"])(
  "characters that stand apart are read by the second reader: %s",
  async (text) => {
    expect(await readBy(lineOf([text, 0.99]), other)).toBe("other");
  },
);

test("a box is read once in each picture, also when it holds nothing", async () => {
  const read: string[] = [];
  const reader = withMemory(async (picture, { x }) => {
    read.push(`${picture.width} at ${x}`);
    return x === 0 ? other : null;
  });
  const wide = { ...image, width: 200 };
  const away = { ...box, x: 50 };
  for (const [picture, place] of [
    [image, box],
    [image, away],
    [wide, box],
    [image, { ...box }],
    [image, { ...away }],
  ] as const)
    expect(await reader(picture, place)).toBe(place.x === 0 ? other : null);
  expect(read).toEqual(["100 at 0", "100 at 50", "200 at 0"]);
});
