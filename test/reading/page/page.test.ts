import { describe, expect, test } from "bun:test";
import type { Line } from "../../../src/reading/engines/engine.ts";
import { pageOf, textOf } from "../../../src/reading/page/page.ts";

const em = 20;

/** A line of type 20 pixels high whose characters are 10 wide; `y` counts lines that stand 28 apart. */
function line(x: number, y: number, text: string): Line {
  let at = x;
  const words = text.split(" ").map((word) => {
    const box = { x: at, y: 28 * y, width: 10 * word.length, height: em };
    at += box.width + 5;
    return { text: word, box, confidence: 1 };
  });
  return { text, box: { x, y: 28 * y, width: at - 5 - x, height: em }, confidence: 1, words };
}

/** The text of each paragraph, its lines parted by slashes, in reading order. */
function read(lines: readonly Line[]): string[] {
  return pageOf(lines).flatMap(({ paragraphs }) =>
    paragraphs.map((paragraph) => paragraph.lines.map(textOf).join(" / ")),
  );
}

const left = [
  "the first line of the left one",
  "goes on here and has a second",
  "and ends with the third line",
];
const right = [
  "while the right one begins on",
  "its own and says other things",
  "until it is at its end as well",
];
const columns = [...left.map((text, y) => line(0, y, text)), ...right.map((text, y) => line(340, y, text))];

describe("columns of prose", () => {
  test("are read one after the other", () => {
    expect(read(columns)).toEqual([left.join(" / "), right.join(" / ")]);
  });

  test("are read so when their lines do not stand beside each other", () => {
    const lower = right.map((text, y) => line(340, y + 0.4, text));
    expect(read([...columns.slice(0, 3), ...lower])).toEqual([left.join(" / "), right.join(" / ")]);
  });

  test("come after what stands above both, and before what stands below", () => {
    const page = [
      line(0, -3, "a heading that goes over all of the page, from the left to the right"),
      ...columns,
      line(0, 6, "and below both columns a last word to those who have read this far"),
    ];
    expect(read(page).map((text) => text.split(" ").slice(0, 2).join(" "))).toEqual([
      "a heading",
      "the first",
      "while the",
      "and below",
    ]);
  });

  test("may be three", () => {
    const third = [
      "and here a third one has more",
      "to say about the same things,",
      "and then the page is at an end",
    ];
    const page = [...columns, ...third.map((text, y) => line(680, y, text))];
    expect(read(page)).toEqual([left, right, third].map((text) => text.join(" / ")));
  });

  test("end where a table begins, though its columns part at the same place", () => {
    const table = ["Brass elbow", "Ball valve", "Pipe clip"].flatMap((article, row) => [
      line(0, row + 3.6, article),
      line(600, row + 3.6, "12.50"),
    ]);
    expect(
      read([...columns, ...table])
        .slice(2)
        .join(" / "),
    ).toBe("Brass elbow 12.50 / Ball valve 12.50 / Pipe clip 12.50");
  });

  test("are found in one line that the engine took for the whole row", () => {
    const rows = left.map((text, y): Line => {
      const [a, b] = [line(0, y, text), line(340, y, right[y] ?? "")];
      return { ...a, box: { ...a.box, width: b.box.x + b.box.width }, words: [...a.words, ...b.words] };
    });
    expect(read(rows)).toEqual([left.join(" / "), right.join(" / ")]);
  });
});

test("tables are read row by row", () => {
  const cells = [
    ["Article", "In stock", "Price"],
    ["Copper pipe 15 mm", "120", "8.40"],
    ["Ball valve, long handle", "18", "16.70"],
    ["Thread seal tape", "475", "0.89"],
  ];
  const lines = cells.flatMap(([article = "", stock = "", price = ""], y) => [
    line(0, y, article),
    line(500 - 10 * stock.length, y, stock),
    line(700 - 10 * price.length, y, price),
  ]);
  expect(read(lines.reverse())).toEqual([cells.map((row) => row.join(" ")).join(" / ")]);
});

describe("a paragraph begins", () => {
  const body = [
    "It was late when they came to",
    "the bridge, and nobody was on",
    "the road but an old man with",
  ];

  test("below a wider gap", () => {
    const page = [
      ...body.map((text, y) => line(0, y, text)),
      ...body.map((text, y) => line(0, y + 3.5, text)),
    ];
    expect(read(page)).toEqual([body.join(" / "), body.join(" / ")]);
  });

  test("where a line is indented", () => {
    const page = [0, 3].flatMap((from) => body.map((text, y) => line(y === 0 ? 30 : 0, from + y, text)));
    expect(read(page)).toEqual([body.join(" / "), body.join(" / ")]);
  });

  test("but not in centred lines, none of which begins at the margin", () => {
    expect(
      read([line(40, 0, "Corner Bakery"), line(0, 1, "12 Mill Lane, Overton"), line(30, 2, "open till six")]),
    ).toHaveLength(1);
  });

  test("as a block of its own far below the others", () => {
    const page = [...body.map((text, y) => line(0, y, text)), line(0, 6, "Page 3")];
    expect(pageOf(page).map(({ paragraphs }) => paragraphs.length)).toEqual([1, 1]);
  });
});

describe("a line", () => {
  const word = (text: string, x: number, top: number, bottom: number): Line["words"][number] => ({
    text,
    box: { x, y: top, width: 60, height: bottom - top },
    confidence: 1,
  });
  const lineOf = (words: Line["words"]): Line => ({
    text: "",
    box: { x: 0, y: 95, width: 400, height: 30 },
    confidence: 1,
    words,
  });
  const baselineIn = (words: Line["words"]): unknown =>
    pageOf([lineOf(words)])[0]?.paragraphs[0]?.lines[0]?.baseline;

  test("has the box of its words, not of the ground around them", () => {
    const [block] = pageOf([lineOf([word("two", 10, 100, 116), word("pigs", 75, 102, 120)])]);
    expect(block?.paragraphs[0]?.lines[0]?.box).toEqual({ x: 10, y: 100, width: 125, height: 20 });
  });

  test("stands on its baseline, from which some letters hang", () => {
    expect(baselineIn([word("two", 10, 100, 116), word("pigs", 75, 102, 120)])).toEqual({
      slope: 0,
      offset: -4,
    });
    expect(baselineIn([word("two", 10, 100, 116), word("more", 75, 104, 116)])).toEqual({
      slope: 0,
      offset: 0,
    });
  });

  test("tells how far it slopes", () => {
    const sloping = [0, 1, 2, 3, 4].map((at) => word("on", 65 * at, 100 + 2 * at, 116 + 2 * at));
    expect(baselineIn(sloping)).toMatchObject({ slope: expect.closeTo(2 / 65, 2) });
  });
});

test("nothing is in order on a picture without text", () => {
  expect(pageOf([])).toEqual([]);
});

test("a picture with thousands of marks all over it is put in some order, too", () => {
  const marks = Array.from({ length: 3000 }, (_, index) =>
    line((index * 37) % 900, (index * 13) % 400, "x y"),
  );
  expect(pageOf(marks).length).toBePositive();
});
