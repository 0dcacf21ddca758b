import { describe, expect, test } from "bun:test";
import { type NumberToken, numbersOf } from "../../../src/reading/extract/numbers.ts";
import { line, screenOf } from "../../support/lines.ts";
import { forManyRandoms } from "../../support/random.ts";

function only(text: string): NumberToken {
  const tokens = numbersOf(line(text, 10, 10));
  expect(
    tokens.map((token) => token.text),
    text,
  ).toHaveLength(1);
  const [token] = tokens;
  if (token === undefined) throw new Error("there is no number");
  return token;
}

const counts = (text: string): (number | null)[] => numbersOf(line(text, 10, 10)).map((token) => token.count);

/** The integer with `separator` between groups of three. */
function grouped(value: number, separator: string): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, separator);
}

/** Everything that phones print between thousands; the last four are spaces of different widths. */
const separators = [".", ",", "'", "’", "", " ", "\u00a0", "\u2009", "\u202f"];

describe("a number as printed", () => {
  test.each(separators)("counts the same with '%s' between thousands", (separator) => {
    expect(only(`10${separator}818`).count).toBe(10_818);
  });

  test("is read back whatever the form, for any count and any unit behind it", async () => {
    await forManyRandoms((random) => {
      const value = random.int(0, random.pick([99, 9_999, 999_999]));
      const unit = random.pick(["", " steps", "steps", " langkah", "langkah"]);
      const text = `${grouped(value, random.pick(separators))}${unit}`;
      expect(counts(text), JSON.stringify(text)).toEqual([value]);
      expect(only(text).unit).toBe(unit === "" ? null : "steps");
    });
  });

  test.each(["4,27 km", "4.4 km", "0,93 km", "12.09"])("with a decimal part (%s) is no count", (text) => {
    expect(only(text).count).toBeNull();
  });

  test.each([
    ["1,12,674", 112_674],
    ["12,34,567", 1_234_567],
    ["12_674", 12_674],
    ["7,674.0", 7674],
    ["12.674,00", 12_674],
  ])("in a rarer form (%s) is read whole", (text, value) => {
    expect(only(text)).toMatchObject({ text, count: value });
  });

  test.each(["1,234.56 km", "12.674,5", "1.2674", "1,12,67"])(
    "that only begins like a count (%s) is none",
    (text) => {
      expect(counts(text)).toEqual([null]);
    },
  );

  test("may be a goal in thousands, but no count is", () => {
    expect(numbersOf(line("12,345/10k steps", 10, 10))).toMatchObject([
      { count: 12_345, goal: 10_000, role: "value", unit: "steps" },
      { count: 10_000, role: "goal" },
    ]);
    for (const text of ["12.6k", "12k steps", "12K"]) expect(only(text).unit).toBe("other");
  });

  test.each([
    ["-12,674", "-"],
    ["− 12,674", "−"],
    ["~12,674 steps", "~"],
    ["≈ 12,674", "≈"],
    ["≥12,674", ""],
    ["+12,674", "+"],
    ["12,674+", "+"],
    ["(12,674)", "("],
    [">12,674", ""],
    ["12,674 +", ""],
    ["12,674-", ""],
    ["12,674", ""],
  ])("knows the sign that changes what it means: %s", (text, sign) => {
    expect(only(text).sign).toBe(sign);
  });

  test.each(["12:09", "08:30", "1:02:03"])("that is a time (%s) is no count", (text) => {
    expect(only(text)).toMatchObject({ text, count: null });
  });

  test("knows its unit, with or without a space", () => {
    expect(only("401steps")).toMatchObject({ count: 401, unit: "steps", unitText: "steps" });
    expect(only("401 Langkah").unit).toBe("steps");
    expect(only("82%").unit).toBe("percent");
    expect(only("225 kkal").unit).toBe("kcal");
    expect(only("6 floors").unit).toBe("other");
    expect(only("6").unit).toBe(null);
  });

  test("forgives one misread letter in the word for steps", () => {
    expect(only("500 Iangkah").unit).toBe("steps");
  });

  test("before a slash is a value, and the one behind it its goal", () => {
    for (const text of ["8,376/4,000 steps", "8.376 / 4.000 langkah", "8376/4000steps"]) {
      const [value, goal] = numbersOf(line(text, 10, 10));
      expect(value, text).toMatchObject({ role: "value", count: 8376, goal: 4000, unit: "steps" });
      expect(goal, text).toMatchObject({ role: "goal", count: 4000, goal: null });
    }
  });

  test("before a word that stands for the slash is a value, where the goal is one of steps", () => {
    for (const text of ["8,376 of 4,000 steps", "8.376 dari 4.000", "8376 out of 4000"]) {
      const [value, goal] = numbersOf(line(text, 10, 10));
      expect(value, text).toMatchObject({ role: "value", count: 8376, goal: 4000 });
      expect(goal, text).toMatchObject({ role: "goal", count: 4000 });
    }
    expect(numbersOf(line("29 of 150", 10, 10))).toMatchObject([{ role: "plain" }, { role: "plain" }]);
  });

  test("behind a lone slash is a goal", () => {
    expect(only("/10,000")).toMatchObject({ role: "goal", count: 10_000 });
  });

  test("of two groups on one line stays two numbers", () => {
    expect(counts("3.500 steps 41 min")).toEqual([3500, 41]);
    expect(counts("12 34")).toEqual([12, 34]);
    expect(counts("1234 567")).toEqual([1234, 567]);
  });
});

describe("what an engine misreads in a number", () => {
  test.each([
    ["02.002", 2002],
    ["0 258", 258],
    ["0 64", 64],
  ])("is forgiven where an icon became a leading zero: %s", (text, count) => {
    expect(only(text).count).toBe(count);
  });

  test.each([
    ["1O.818", 10_818],
    ["10.8o8", 10_808],
    ["7O69", 7069],
    ["10.8l8", 10_818],
    ["1l.818", 11_818],
    ["2I4", 214],
  ])("is repaired where a letter stands for a digit, and marked for a second look: %s", (text, count) => {
    expect(only(text)).toMatchObject({ count, irregular: true });
  });

  test("is a lone O before the word for steps, which is a zero", () => {
    expect(only("O steps")).toMatchObject({ count: 0, unit: "steps", irregular: true });
  });

  test("is not repaired inside of words", () => {
    expect(counts("Ollie 5 lol")).toEqual([5]);
  });

  test("leaves a regular number unmarked, and marks one with a gap inside", () => {
    expect(only("10.818").irregular).toBe(false);
    expect(only("10 818").irregular).toBe(true);
  });
});

describe("a number that the detector cut in two", () => {
  const head = line("9.33", 100, 100, 40);

  test("is joined when its last digit stands close behind", () => {
    const { values } = screenOf(head, line("6", 181, 100, 40));
    expect(values.map(({ number }) => number.count)).toEqual([9336]);
    expect(values[0]?.number.confidence).toBeLessThanOrEqual(0.5);
  });

  test.each([
    ["farther away", line("6", 240, 100, 40)],
    ["on another row", line("6", 181, 160, 40)],
    ["as small print", line("6", 181, 100, 20)],
  ])("is not joined with a digit that stands %s", (_where, digit) => {
    expect(screenOf(head, digit).values.map(({ number }) => number.count)).not.toContain(9336);
  });
});

test("a number's place is the part of its line that it takes", () => {
  const [, second] = numbersOf(line("41 min 3.500", 100, 10, 20));
  expect(second?.box).toEqual({ x: 170, y: 10, width: 50, height: 20 });
});
