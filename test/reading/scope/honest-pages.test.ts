import { describe, expect, test } from "bun:test";
import { recogniseApp } from "../../../src/reading/apps/index.ts";
import type { Line } from "../../../src/reading/engines/engine.ts";
import { printedDate } from "../../../src/reading/extract/dates.ts";
import { stepCandidates } from "../../../src/reading/extract/steps.ts";
import type { Box, Raster } from "../../../src/reading/image/raster.ts";
import { scopeOfAll } from "../../../src/reading/scope/decide.ts";
import type { Scope } from "../../../src/reading/scope/scope.ts";
import { line, screenOf } from "../../support/lines.ts";

const clock = line("9:41", 40, 10, 20);

function scopeOf(lines: readonly Line[], raster = paper()): Scope | null {
  const screen = screenOf(...lines);
  const app = recogniseApp(screen.lines);
  return scopeOfAll(stepCandidates(screen, app?.page ?? null), screen, app, printedDate(screen), raster);
}

/** A page in one grey, with cards that are lighter. */
function paper(...cards: readonly Box[]): Raster {
  const raster = { width: 720, height: 1280, data: new Uint8Array(720 * 1280 * 3).fill(240) };
  for (const card of cards) fill(raster, card, 255);
  return raster;
}

function fill(raster: Raster, { x, y, width, height }: Box, grey: number): void {
  for (let row = y; row < y + height; row++) {
    const from = (row * raster.width + x) * 3;
    raster.data.fill(grey, from, from + width * 3);
  }
}

const row = (texts: readonly string[], y: number, height = 18): Line[] =>
  texts.map((text, at) => line(text, 40 + Math.round((640 / texts.length) * at), y, height));

describe("Apple's page of a day is one", () => {
  const page = (...over: readonly Line[]): Line[] => [
    clock,
    line("Mon, 24 Nov 2025", 240, 70),
    ...over,
    line("Steps", 40, 700),
    line("10,451", 40, 730, 40),
    line("Distance", 400, 700),
    line("7.22KM", 400, 730, 40),
    line("Flights Climbed", 40, 820),
    line("3", 40, 850, 40),
    ...row(["Summary", "Fitness+", "Sharing"], 1230),
  ];

  test("with the hours of a chart right under its title, as one scrolls", () => {
    expect(scopeOf(page(...row(["12AM", "6AM", "12PM", "6PM"], 120)))?.kind).toBe("day");
    expect(scopeOf(page(line("12AM", 40, 120, 18)))?.kind).not.toBe("day");
  });

  test("with the dots of a menu beside its title, and not with a word on its side there", () => {
    const dots = { ...line("\u3013", 660, 70, 44), box: { x: 660, y: 70, width: 12, height: 44 } };
    const raster = paper();
    for (const y of [70, 86, 102]) fill(raster, { x: 660, y, width: 12, height: 12 }, 60);
    expect(scopeOf(page(dots), raster)?.kind).toBe("day");
    fill(raster, { x: 660, y: 70, width: 12, height: 44 }, 60);
    expect(scopeOf(page(dots), raster)?.kind).toBe("unknown");
  });

  test("with a week's days of which no more than three were read, the chosen one on a ground of its own", () => {
    const raster = paper();
    fill(raster, { x: 460, y: 110, width: 30, height: 38 }, 120);
    expect(scopeOf(page(...row(["M", "T", "W"], 120)), raster)?.kind).toBe("day");
    const tabs = row(["D", "W", "M"], 120);
    fill(raster, { x: 460, y: 110, width: 30, height: 38 }, 240);
    fill(raster, { x: 245, y: 110, width: 30, height: 38 }, 120);
    expect(scopeOf(page(...tabs), raster)).toEqual({ kind: "several_days", text: "W" });
  });
});

describe("Apple's summary is a day's", () => {
  const card = { x: 24, y: 400, width: 672, height: 260 };
  const summary = (...highlight: readonly Line[]): Line[] => [
    clock,
    line("Summary", 40, 60, 40),
    ...row(["Pinned", "Edit"], 130),
    line("Steps", 60, 180),
    line("8,161 steps", 60, 220, 40),
    line("Show All Health Data", 60, 310),
    line("Highlights", 40, 360),
    line("Steps", 60, 420),
    ...highlight,
    ...row(["Summary", "Sharing", "Search"], 1230),
  ];
  const raster = paper({ x: 24, y: 165, width: 672, height: 120 }, card);
  const columns = (day: string, other: string): Line[] => [
    line(day, 60, 560),
    line(other, 320, 560),
    line("8,161 steps", 60, 590, 40),
    line("5,281 steps", 320, 590, 40),
  ];

  const kindOf = (lines: readonly Line[]): string | undefined => {
    const screen = screenOf(...lines);
    const app = recogniseApp(screen.lines);
    const own = stepCandidates(screen, app?.page ?? null).filter(({ count }) => count === 8161);
    return scopeOfAll(own, screen, app, printedDate(screen), raster)?.kind;
  };

  test("with the average beside it, under a name of its own", () => {
    expect(kindOf(summary(...columns("Today", "Average")))).toBe("day");
    expect(kindOf(summary(...columns("Steps", "Average")))).not.toBe("day");
  });

  test("with a sentence over its day of which the last line is one word", () => {
    const over = (last: string): Line[] => [
      line("So far, you have taken many fewer steps than", 60, 460, 20),
      line(last, 60, 484, 20),
    ];
    expect(kindOf(summary(...over("usual."), ...columns("Today", "Average")))).toBe("day");
    expect(kindOf(summary(...over("Usual."), ...columns("Today", "Average")))).not.toBe("day");
    expect(kindOf(summary(...over("usual."), ...columns("Steps", "Average")))).not.toBe("day");
  });
});

describe("numbers at a chart's axis", () => {
  const page = (...ticks: readonly Line[]): Line[] => [
    clock,
    line("Steps", 330, 60),
    ...row(["D", "W", "M", "6M", "Y"], 110),
    line("TOTAL", 40, 180, 18),
    line("6560 steps", 40, 210, 40),
    line("Today", 40, 260, 18),
    ...ticks,
    line("Highlights", 40, 1000),
    ...row(["Summary", "Sharing", "Browse"], 1230),
  ];
  const raster = paper();
  fill(raster, { x: 36, y: 104, width: 40, height: 30 }, 255);
  const at = (...numbers: readonly [string, number][]): Line[] =>
    numbers.map(([text, y]) => line(text, 640, y, 18));

  test("are no years, where they fall evenly from top to bottom", () => {
    expect(scopeOf(page(...at(["3000", 320], ["2000", 460], ["1000", 600])), raster)?.kind).toBe("day");
  });

  test.each([
    [
      "with none that shows what a step is",
      [
        ["3000", 320],
        ["2000", 460],
      ],
    ],
    [
      "where one stands out of its place",
      [
        ["3000", 320],
        ["2024", 500],
        ["1000", 600],
      ],
    ],
    [
      "in a list of years",
      [
        ["2026", 320],
        ["2025", 460],
        ["2024", 600],
      ],
    ],
  ] as const)("may be years %s", (_where, ticks) => {
    expect(scopeOf(page(...at(...(ticks as unknown as [string, number][]))), raster)?.kind).not.toBe("day");
  });
});

describe("Samsung's first page is a day's", () => {
  const upper = { x: 24, y: 200, width: 672, height: 180 };
  const left = { x: 24, y: 396, width: 328, height: 160 };
  const home = (...others: readonly Line[]): Line[] => [
    clock,
    line("Samsung Health", 200, 70, 36),
    line("12,674 steps", 60, 230, 40),
    line("82 mins", 60, 280, 40),
    line("340 Cal", 60, 330, 40),
    ...row(["Home", "Together", "Fitness", "My page"], 1230),
    ...others,
  ];

  test.each(["Last synced at 20:06", "Terakhir disinkronkan 20.06", "Updated at 8:06 PM"])(
    "with the time of its last update right over the count: %s",
    (text) => {
      expect(scopeOf(home(line(text, 60, 195)), paper(upper))?.kind).toBe("day");
    },
  );

  test.each(["Steps at 20:06", "Nov 24, 20:06", "Terakhir disinkronkan 20.06 21.06", "Until 20:06"])(
    "and not with another time there: %s",
    (text) => {
      expect(scopeOf(home(line(text, 60, 195)), paper(upper))?.kind).not.toBe("day");
    },
  );

  // One tile of another app's data, right under the count.
  const low = { ...upper, height: 84 };
  const high = [
    { x: 24, y: 300, width: 328, height: 240 },
    { x: 368, y: 300, width: 328, height: 240 },
  ];
  const tile = (name: string): Line[] => [
    clock,
    line("Samsung Health", 200, 70, 36),
    line("12,674/6,000 steps", 60, 222, 40),
    line(name, 60, 314),
    ...row(["Home", "Together", "Fitness", "My page"], 1230),
  ];

  describe("with a paragraph on a card over it", () => {
    const card = { x: 24, y: 106, width: 672, height: 80 };
    const over = (...last: readonly Line[]): Line[] => [
      ...tile("Sleep").filter(({ text }) => text !== "Samsung Health"),
      line("Now you can choose what of this", 60, 112, 20),
      line("is shown here to you and your", 60, 136, 20),
      ...last,
    ];

    test("whose last line is one word", () => {
      expect(scopeOf(over(line("device.", 60, 160, 20)), paper(card, low, ...high))?.kind).toBe("day");
      expect(scopeOf(over(line("gadgets.", 60, 160, 20)), paper(card, low, ...high))?.kind).toBe("day");
    });

    test.each([
      ["with no end of a sentence", "Rajawali", 60],
      ["that begins elsewhere", "Rajawali.", 200],
      ["that says which days", "week.", 60],
      ["that says whose", "family.", 60],
    ])("and not with a last line %s", (_what, text, x) => {
      expect(scopeOf(over(line(text, x, 160, 20)), paper(card, low, ...high))?.kind).not.toBe("day");
    });
  });

  test.each(["Rajawali", "Komposisi tubuh", "118/76 mmHg"])(
    "with the tile under it that is about something else: %s",
    (name) => {
      expect(scopeOf(tile(name), paper(low, ...high))?.kind).toBe("day");
      expect(scopeOf(tile(name), paper({ ...upper, height: 300 }))?.kind).toBe(
        name.includes("mmHg") ? "day" : "unknown",
      );
    },
  );

  test.each(["Best day", "This week", "7 days", "Keluarga"])(
    "and not with a tile there that says whose or which days: %s",
    (name) => {
      expect(scopeOf(tile(name), paper(low, ...high))?.kind).not.toBe("day");
    },
  );

  test("with the time of the tile under it; over the count it may be the count's", () => {
    expect(scopeOf(tile("Heart rate 11.50"), paper(low, ...high))?.kind).toBe("day");
    expect(scopeOf([...tile("Sleep"), line("11.50", 60, 195)], paper(low, ...high))?.kind).not.toBe("day");
  });

  test("and not with a name on a card of its own over it, or on the page itself", () => {
    const above = [...tile("Sleep"), line("Rajawali", 60, 160)];
    expect(scopeOf(above, paper({ ...low, y: 150, height: 44 }, low, ...high))?.kind).toBe("unknown");
    const onPage = tile("Rajawali");
    expect(scopeOf(onPage, paper(low, { ...left, y: 380 }))?.kind).toBe("unknown");
  });
});

test("a day that ends a sentence over the count is none that names the count", () => {
  const card = { x: 24, y: 400, width: 672, height: 300 };
  const page = (today: number): Line[] => [
    clock,
    line("Summary", 40, 70, 36),
    line("Friday, 21 Nov", 40, 120),
    line("Step Count", 60, 440),
    line("Your closest friend walked this much before breakfast", 60, 470),
    line("today", 60, today),
    line("31,818", 60, 570, 60),
    ...row(["Sessions", "Awards"], 900),
    ...row(["Summary", "Fitness+", "Sharing"], 1230),
  ];
  expect(scopeOf(page(500), paper(card))?.kind).not.toBe("day");
  expect(scopeOf(page(540), paper(card))?.kind).toBe("day");
});

describe("what is beside a count says nothing of it", () => {
  const steps = (...others: readonly Line[]): Line[] => [
    clock,
    line("Steps", 40, 70, 30),
    line("Mon, Nov 24", 40, 130),
    line("2,561 steps", 240, 300, 40),
    line("Steps by time of day", 40, 700),
    line("Compare my steps", 40, 900),
    ...others,
  ];

  test("a week's days of which one was misread as a month; a month beside fewer of them is one", () => {
    const week = ["Sab", "Min", "Sen", "Sel", "Rab", "Kam"];
    expect(scopeOf(steps(...row([...week, "Jun"], 360)))?.kind).toBe("day");
    expect(scopeOf(steps(...row(["Sen", "Jun"], 360)))?.kind).not.toBe("day");
    expect(scopeOf(steps(...row([...week, "Juni"], 360)))?.kind).not.toBe("day");
  });

  test("four digits with a unit, or its own, which are no year", () => {
    const own = steps(line("1941 kcal", 240, 360)).map((each) =>
      each.text === "2,561 steps" ? line("1984 steps", 240, 300, 40) : each,
    );
    expect(scopeOf(own)?.kind).toBe("day");
    expect(scopeOf(steps(line("1984", 240, 360)))?.kind).not.toBe("day");
    expect(scopeOf(steps(line("2024 steps", 240, 250)))?.kind).toBe("day");
    expect(scopeOf(steps(line("Steps 2024", 240, 250)))?.kind).not.toBe("day");
  });

  test.each(["Target: 10 000", "Target: 10.000", "15 floors"])("an amount: %s", (text) => {
    expect(scopeOf(steps(line(text, 240, 360)))?.kind).toBe("day");
  });

  test("bars of a chart that were read as letters, which are far larger than it is", () => {
    expect(scopeOf(steps(line("da", 60, 345, 200)))?.kind).toBe("day");
    expect(scopeOf(steps(line("PB", 240, 350, 40)))?.kind).toBe("unknown");
  });
});
