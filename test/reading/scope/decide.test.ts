import { describe, expect, test } from "bun:test";
import { recogniseApp } from "../../../src/reading/apps/index.ts";
import type { Line } from "../../../src/reading/engines/engine.ts";
import { printedDate } from "../../../src/reading/extract/dates.ts";
import { stepCandidates } from "../../../src/reading/extract/steps.ts";
import type { Box, Raster } from "../../../src/reading/image/raster.ts";
import { scopeOfAll } from "../../../src/reading/scope/decide.ts";
import type { Scope } from "../../../src/reading/scope/scope.ts";
import { line, screenOf } from "../../support/lines.ts";

const paper = (): Raster => ({ width: 720, height: 1280, data: new Uint8Array(720 * 1280 * 3).fill(255) });

/** Fills a part of a picture with a grey. */
function fill(raster: Raster, { x, y, width, height }: Box, grey: number): void {
  for (let row = y; row < y + height; row++) {
    const from = (row * raster.width + x) * 3;
    raster.data.fill(grey, from, from + width * 3);
  }
}

function scopeOf(lines: readonly Line[], raster = paper()): Scope | null {
  const screen = screenOf(...lines);
  const app = recogniseApp(screen.lines);
  return scopeOfAll(stepCandidates(screen, app?.page ?? null), screen, app, printedDate(screen), raster);
}

/** Samsung Health's page of a day; `over` changes the lines of its title, its day, and what stands at the count. */
function dayPage(over: { title?: string; day?: string; head?: string; under?: string } = {}): Line[] {
  return [
    line("9:41", 40, 10, 20),
    line(over.title ?? "Daily activity", 40, 100, 30),
    line(over.day ?? "Mon, Nov 24", 40, 150),
    ...(over.head === undefined ? [] : [line(over.head, 40, 440)]),
    line("Steps", 40, 480),
    line("12,674", 40, 510, 40),
    line("/6,000 steps", 40, 560),
    ...(over.under === undefined ? [] : [line(over.under, 40, 600)]),
    line("Active time", 40, 700),
    line("82 /90 mins", 40, 730, 40),
    line("Activity calories", 40, 840),
    line("340 /500 Cal", 40, 870, 40),
  ];
}

describe("a count is a day's", () => {
  test("on a page that prints its day, and nothing that is not understood", () => {
    expect(scopeOf(dayPage())).toEqual({ kind: "day", text: "Mon, Nov 24" });
  });

  test.each(["1 Daily activity", "Daily activity 1", "< Daily activity"])(
    "with an icon that was read as a character beside its title: %s",
    (title) => {
      expect(scopeOf(dayPage({ title }))?.kind).toBe("day");
    },
  );

  test.each(["3x Active time", "Active time 5j37m", "+8.5 fl oz", "Heart rate: 72"])(
    "with an amount of something else under it: %s",
    (under) => {
      const known = line(under, 40, 600);
      expect(scopeOf([...dayPage(), known])?.text ?? "").not.toBe(under);
    },
  );

  test("with somebody's initials beside its title, and with values in its first rows", () => {
    expect(scopeOf([...dayPage(), line("GN", 640, 100, 30)])?.kind).toBe("day");
    const scrolled = dayPage().filter(({ text }) => text !== "9:41" && text !== "Daily activity");
    expect(scopeOf([...scrolled, line("59%", 640, 150)])?.kind).toBe("day");
  });

  test("and somebody else's announcement far below changes nothing", () => {
    expect(scopeOf([...dayPage(), line("Budi walked further than you", 40, 1150)])?.kind).toBe("day");
  });
});

describe("a count is no day's", () => {
  test.each([
    ["5–6 PM", "part_of_day"],
    ["17.00–18.00", "part_of_day"],
    ["Nov 24, 17:43", "part_of_day"],
    ["Week 47", "several_days"],
    ["17–23 Nov", "several_days"],
    ["Nov 2025", "several_days"],
    ["All time", "total"],
    ["Daily average", "average"],
    ["Morning walk", "part_of_day"],
    ["Friends", "other_person"],
    ["Rina", "unknown"],
    ["Qwertz Uiop", "unknown"],
  ] as const)("with %s instead of its day", (day, kind) => {
    expect(scopeOf(dayPage({ day }))?.kind).toBe(kind);
  });

  test.each(["M44", "2025", "Hari ke-2 dari 30", "PR: 8 Jan 2025", "Mon 18 Sun 24", "Steps in 1999"])(
    "with digits or short words in its title that are part of nothing known: %s",
    (title) => {
      expect(scopeOf(dayPage({ title }))?.kind).not.toBe("day");
    },
  );

  test.each(["8 Jan 2025 14 Jan 2025", "6/9 12/9", "Monday Sunday"])(
    "with two days in one line: %s",
    (day) => {
      expect(scopeOf(dayPage({ day }))?.kind).toBe("several_days");
    },
  );

  test.each(["Activity steps", "PB"])(
    "with a title of known words, or of letters, that together say what nobody knows: %s",
    (title) => {
      expect(scopeOf(dayPage({ title }))).toEqual({ kind: "unknown", text: title });
    },
  );

  test("with two days beside each other in its title, what joins them lost", () => {
    const titled = (...days: string[]) =>
      scopeOf([
        ...dayPage().filter(({ text }) => text !== "Daily activity" && text !== "Mon, Nov 24"),
        ...days.map((text, index) => line(text, 100 + 240 * index, 100, 30)),
      ]);
    expect(titled("Apr 1", "Apr 30")).toEqual({ kind: "several_days", text: "Apr 1 – Apr 30" });
    expect(titled("Today", "Apr 30")?.kind).toBe("day");
  });

  test("with one day in its title and another at the count", () => {
    expect(scopeOf(dayPage({ head: "Nov 30" }))?.kind).toBe("several_days");
    expect(scopeOf(dayPage({ head: "Nov 24" }))?.kind).toBe("day");
  });

  test.each(["Enter steps", "Masukkan langkah"])("where it is typed in: %s", (head) => {
    expect(scopeOf(dayPage({ head }))).toEqual({ kind: "no_record", text: head });
  });

  test("with a long title in large type, which is no announcement", () => {
    const tabs = ["Today", "Coach", "You"].map((text, index) => line(text, 60 + 220 * index, 1230));
    const page = (title: string, height: number) =>
      scopeOf([
        line(title, 40, 40, height),
        line("Today", 320, 160),
        line("Steps", 340, 540),
        line("9,546", 320, 480, 40),
        ...tabs,
      ])?.kind;
    const title = "What all of you have walked for Zarblat";
    expect(page(title, 20)).toBe("day");
    expect(page(title, 40)).toBe("unknown");
  });

  test("with the name of something else alone as its title", () => {
    const other = { kind: "unknown", text: "Exercise" } as const;
    expect(scopeOf(dayPage({ title: "Exercise" }))).toEqual(other);
    // An `i` in a circle on its row is read as a digit now and then.
    const [clock, title, , ...rest] = dayPage({ title: "Exercise" });
    const page = [clock, title, line("1", 240, 100, 30), ...rest].filter((each) => each !== undefined);
    expect(scopeOf(page)).toEqual(other);
  });

  test("with days in its title that are known as a part of another card's", () => {
    const lines = [line("Daily activity", 40, 150), ...dayPage({ title: "Weekly target" })];
    expect(scopeOf(lines)?.kind).not.toBe("day");
  });

  test("with a time or a range of them where the phone's clock stands", () => {
    for (const text of ["Since 21:00", "20:00 21:00", "7/6 06:00"])
      expect(scopeOf([...dayPage().slice(1), line(text, 40, 10, 20)])?.kind, text).not.toBe("day");
  });

  test("with a span in its title, whatever the icons beside the phone's clock are read as", () => {
    const lines = dayPage({ title: "Samsung Health", day: "Rata-rata 30 hari" });
    expect(scopeOf([...lines, line("4/6", 500, 10, 20)])?.kind).not.toBe("day");
  });

  test("with a time as its title, beside an icon that is read as a digit", () => {
    const lines = [...dayPage({ title: "5:54 PM" }), line("1", 600, 100, 30)];
    expect(scopeOf(lines)?.kind).not.toBe("day");
  });

  test("with its place among others at the count", () => {
    expect(scopeOf(dayPage({ head: "#3" }))).toEqual({ kind: "unknown", text: "#3" });
  });

  test.each(["langkah/hari", "steps/day"])("with %s where its day or its title would stand", (day) => {
    expect(scopeOf(dayPage({ day }))?.kind).toBe("average");
    expect(scopeOf(dayPage({ title: day }))?.kind).toBe("average");
  });

  test("with another time under the phone's clock, which may be its title", () => {
    const lines = dayPage().map((each) =>
      each.text === "Daily activity" ? line("15.00", 40, 50, 30) : each,
    );
    expect(scopeOf(lines)?.kind).not.toBe("day");
  });

  test.each(["Rina's day", "Weekly report", "Mama", "Team Sehat", "Install"])(
    "with the title %s",
    (title) => {
      expect(scopeOf(dayPage({ title }))?.kind).not.toBe("day");
    },
  );

  test.each(["Mama", "Best day", "17:00–18:00", "Average", "PB"])("with %s over it", (head) => {
    expect(scopeOf(dayPage({ head }))?.kind).not.toBe("day");
  });

  test.each(["by 12 members", "Daily average", "Week of Nov 17"])("with %s under it", (under) => {
    expect(scopeOf(dayPage({ under }))?.kind).not.toBe("day");
  });

  test("where its page prints a day and this one does not", () => {
    const cut = dayPage().filter(({ text }) => text !== "Mon, Nov 24");
    expect(scopeOf(cut)).toEqual({ kind: "unknown", text: null });
  });

  test("where the only day is the name of a tab at its foot", () => {
    const tabs = ["Today", "Coach", "You"].map((text, index) => line(text, 60 + 220 * index, 1230));
    const page = [line("fitbit", 300, 80), line("Steps", 340, 540), line("9,546", 320, 480, 40), ...tabs];
    expect(scopeOf(page)).toEqual({ kind: "unknown", text: null });
    // Icons over the names are read as signs now and then.
    const icons = ["收", "自", "品"].map((text, index) => line(text, 75 + 220 * index, 1190));
    expect(scopeOf([...page, ...icons])).toEqual({ kind: "unknown", text: null });
    expect(scopeOf([...page, line("Today", 320, 160)])?.kind).toBe("day");
  });

  test("whose title is the name of another number of its app", () => {
    const tabs = ["Health", "Workout", "Device", "Profile"].map((text, index) =>
      line(text, 40 + 170 * index, 1230),
    );
    const home = (title: string) =>
      scopeOf([line(title, 40, 80), line("5,761/10,000 steps", 300, 200, 30), ...tabs]);
    expect(home("Health")?.kind).toBe("day");
    expect(home("Weekly total")?.kind).toBe("several_days");
    expect(home("Average per day")?.kind).toBe("average");
    // Words that deny a day only together.
    expect(home("Rata-rata per hari")?.kind).toBe("average");
  });

  test("with the rest of a word beside it on its line", () => {
    const page = (text: string) => scopeOf([line("Today", 40, 80), line(text, 40, 300, 30)]);
    expect(page("Today's steps 3,798/10,000 steps")?.kind).toBe("day");
    expect(page("me 3,798/10,000 steps")?.kind).toBe("unknown");
    expect(page("3,798/10,000 steps PB")?.kind).toBe("unknown");
  });

  test.each(["KW 47", "PB", "by Al", "Me vs Al", "No. 4", "H-1", "M44", "\u3013", "妈妈"])(
    "with short words, or what cannot be read, anywhere over it: %s",
    (text) => {
      for (const y of [60, 300, 440, 600])
        expect(scopeOf([...dayPage(), line(text, 40, y)])?.kind, `${y}`).not.toBe("day");
    },
  );

  test("but not with those that are hardly read far from it, as bars of a chart are", () => {
    expect(scopeOf([...dayPage(), line("0.l.", 40, 300, 24, 0.6)])?.kind).toBe("day");
    expect(scopeOf([...dayPage(), line("0.l.", 40, 600, 24, 0.6)])?.kind).not.toBe("day");
  });

  test("with a word over it whose letters stand so far apart that they are read one by one", () => {
    const spelled = (word: string) => [...word].map((letter, index) => line(letter, 60 + 80 * index, 300));
    for (const word of ["AVERAGE", "WEEKLY", "GOAL"])
      expect(scopeOf([...dayPage(), ...spelled(word)])?.kind, word).toBe("unknown");
    for (const days of ["SMTWTFS", "SSRKJSM", "OOOOOOO", "OCOQOOD"])
      expect(scopeOf([...dayPage(), ...spelled(days)])?.kind, days).toBe("day");
  });

  test.each(["Nov 24 · 8h", "PM Nov 24", "Nov 24 a.m.", "Nov 24 +1", "2x Nov 24", "– Nov 24", "~ Nov 24"])(
    "with something beside its day that may make a part of that, or several: %s",
    (day) => {
      expect(scopeOf(dayPage({ day }))?.kind).not.toBe("day");
    },
  );

  test.each(["< Nov 24 >", "‹ Mon, Nov 24 ›", "Nov 24 v", "● Nov 24", "Mon, Nov 24, 2025 ▾"])(
    "unless it is an icon that leads to other days: %s",
    (day) => {
      expect(scopeOf(dayPage({ day }))?.kind).toBe("day");
    },
  );

  test("on Apple's page of a day whose day is not there, unless the picture was cut at its top", () => {
    const tabs = ["Summary", "Fitness+", "Sharing"].map((text, index) => line(text, 60 + 220 * index, 1230));
    const cut = [
      line("Steps", 40, 700),
      line("7,069", 40, 730, 40),
      line("Flights Climbed", 40, 850),
      ...tabs,
    ];
    const raster = paper();
    fill(raster, { x: 50, y: 1220, width: 110, height: 44 }, 200);
    expect(scopeOf(cut, raster)).toEqual({ kind: "day", text: null });
    expect(scopeOf([line("9:41", 40, 10, 20), ...cut], raster)).toEqual({ kind: "unknown", text: null });
  });

  test("with the tab of weeks chosen, which is drawn unlike the others", () => {
    const tabs = ["Days", "Weeks", "Months"].map((text, index) => line(text, 60 + 220 * index, 200));
    const raster = paper();
    fill(raster, { x: 270, y: 190, width: 90, height: 44 }, 200);
    expect(scopeOf([...dayPage(), ...tabs], raster)).toEqual({ kind: "several_days", text: "Weeks" });
    fill(raster, { x: 270, y: 190, width: 90, height: 44 }, 255);
    fill(raster, { x: 50, y: 190, width: 80, height: 44 }, 200);
    expect(scopeOf([...dayPage(), ...tabs], raster)?.kind).toBe("day");
  });
});

describe("on a page of cards", () => {
  const ground = { x: 0, y: 0, width: 720, height: 1280 };
  const upper = { x: 24, y: 160, width: 672, height: 200 };
  const lower = { x: 24, y: 400, width: 672, height: 560 };

  /** Cards that are lighter than the page under them. */
  function onCards(...cards: readonly Box[]): Raster {
    const raster = paper();
    fill(raster, ground, 240);
    for (const card of cards) fill(raster, card, 255);
    return raster;
  }

  /** Samsung Health's first page, with the count at the foot of its second card. */
  function cardPage(...others: readonly Line[]): Line[] {
    return [
      line("9:41", 40, 10, 20),
      line("Samsung Health", 200, 80, 36),
      line("Sleep", 60, 190),
      line("7 h 12 min", 60, 290, 40),
      line("25,210/35,000 steps", 60, 780, 40),
      ...["Home", "Together", "Fitness", "My page"].map((name, at) => line(name, 40 + 170 * at, 1240)),
      ...others,
    ];
  }

  test.each([
    ["Step challenge", "other_person"],
    ["Weekly summary", "several_days"],
    ["Best day", "several_days"],
    ["Rajawali", "unknown"],
    ["Jumlah langkah seluruh anggota keluarga", "other_person"],
  ])("%s far over the count is about it, where both are on one card or no card is seen", (heading, kind) => {
    const lines = cardPage(line(heading, 60, 430));
    expect(scopeOf(lines, onCards(upper, lower))?.kind).toBe(kind as Scope["kind"]);
    expect(scopeOf(lines, paper())?.kind).toBe(kind as Scope["kind"]);
  });

  test.each([
    "PR: 8 Jan 2025",
    "Hari ke-2 dari 30",
    "PB",
    "Activity steps",
    "Home steps",
    "Distance",
    "Sleep",
    "Exercise",
    "M44",
    "17.43",
  ])(
    "a title is doubted as on any page, whether it stands on the page or on the count's card: %s",
    (title) => {
      const untitled = cardPage().filter(
        ({ text }) => !["Samsung Health", "Sleep", "7 h 12 min"].includes(text),
      );
      const lines = [line(title, 40, 180, 30), ...untitled];
      const long = { ...upper, height: lower.y + lower.height - upper.y };
      expect(scopeOf(lines, onCards(lower))?.kind).not.toBe("day");
      expect(scopeOf(lines, onCards(long))?.kind).not.toBe("day");
      expect(scopeOf(lines, paper())?.kind).not.toBe("day");
    },
  );

  test("a number on a dark tile is on the card that the tile is on", () => {
    const raster = onCards(upper, lower);
    fill(raster, { x: 50, y: 760, width: 620, height: 90 }, 30);
    const lines = cardPage(line("Step challenge", 60, 430), line("Active time", 60, 600));
    expect(scopeOf(lines, raster)?.kind).toBe("other_person");
  });

  test("what another card says is about that one", () => {
    const lines = cardPage(line("Step challenge", 60, 430));
    const [first, second] = [
      { ...lower, height: 200 },
      { ...lower, y: 640, height: 320 },
    ];
    expect(scopeOf(lines, onCards(upper, first, second))?.kind).toBe("day");
    expect(scopeOf(cardPage(line("Best day", 400, 310)), onCards(upper, lower))?.kind).toBe("day");
  });

  test("a span over the count is about it, though the heading of another card stands beside that", () => {
    const page = (day: string) =>
      scopeOf([
        line("Summary", 40, 80, 40),
        line("Today, 24 Nov", 40, 140),
        line("Step Count", 60, 500),
        line("Step Distance", 400, 495),
        line(day, 60, 545),
        line("Today", 400, 545),
        line("10,818", 60, 590, 36),
        line("7.42KM", 400, 590, 36),
        ...["Summary", "Fitness+", "Sharing"].map((name, at) => line(name, 60 + 220 * at, 1230)),
      ])?.kind;
    expect(page("Today")).toBe("day");
    expect(page("17 – 23 Nov")).toBe("several_days");
    expect(page("9–10 AM")).toBe("part_of_day");
  });

  test("a picture of the page's colour on the count's card is no gap between two cards", () => {
    const lines = cardPage(line("Best day", 60, 430));
    const raster = onCards(upper, lower);
    fill(raster, { x: 60, y: 500, width: 600, height: 200 }, 240);
    expect(scopeOf(lines, raster)?.kind).toBe("several_days");
    fill(raster, { ...ground, y: 500, height: 200 }, 240);
    expect(scopeOf(lines, raster)?.kind).toBe("day");
  });

  test("a card beside the count's is another one, too", () => {
    const lines = cardPage(line("Best day", 500, 650));
    const beside = [
      { ...lower, width: 430 },
      { ...lower, x: 480, width: 216 },
    ];
    expect(scopeOf(lines, onCards(upper, lower))?.kind).toBe("several_days");
    expect(scopeOf(lines, onCards(upper, ...beside))?.kind).toBe("day");
  });

  test("the heading of its section, on the page itself, is about the count", () => {
    const lines = cardPage(line("Step challenge", 40, 375, 20));
    expect(scopeOf(lines, onCards(upper, lower))?.kind).toBe("other_person");
    // Of a section that has another card between them, too.
    const between = { ...lower, height: 120 };
    const last = { ...lower, y: 560, height: 400 };
    expect(scopeOf(lines, onCards(upper, between, last))?.kind).toBe("other_person");
  });

  test("the heading of its section is seen over other numbers of it, where no card is seen", () => {
    const values = [line("Active time", 60, 560), line("82 mins", 60, 600, 40)];
    const others = cardPage().filter(({ text }) => !["Sleep", "7 h 12 min"].includes(text));
    const lines = [line("Step challenge", 60, 430), ...values, ...others];
    expect(scopeOf(lines)?.kind).toBe("other_person");
    expect(scopeOf(lines.slice(1))?.kind).toBe("day");
  });

  test("a sentence at the count says what it is the count of, unless it is on another card", () => {
    const lines = cardPage(line("on average every single day over the past four weeks", 60, 850));
    expect(scopeOf(lines, onCards(upper, lower))?.kind).not.toBe("day");
    expect(scopeOf(lines, paper())?.kind).not.toBe("day");
    const next = { ...lower, y: 840, height: 120 };
    expect(scopeOf(lines, onCards(upper, { ...lower, height: 428 }, next))?.kind).toBe("day");
  });

  test("what stands right under another number is about that one", () => {
    const beside = [line("04:03", 480, 600, 40), line("Wake", 480, 655)];
    expect(scopeOf(cardPage(...beside), onCards(upper, lower))?.kind).toBe("day");
    const alone = beside.slice(1);
    expect(scopeOf(cardPage(...alone), onCards(upper, lower))).toEqual({ kind: "unknown", text: "Wake" });
  });

  test("what stands right over another number of the card is about the card", () => {
    const lines = cardPage(line("Best day", 60, 430), line("5.20 km", 60, 480, 40)).map((each) =>
      each.text.includes("/35,000") ? line(each.text, 330, 780, 40) : each,
    );
    expect(scopeOf(lines, onCards(upper, lower))?.kind).not.toBe("day");
  });

  test("the day right over the count holds against a sentence over it, and against the name of a number beside it", () => {
    const told = line("You walk more than you do on a typical day", 60, 660);
    const today = line("Today", 60, 745);
    const beside = [line("Average", 480, 660), line("18,255", 480, 700, 40)];
    const cards = onCards(upper, lower);
    expect(scopeOf(cardPage(told, today), cards)?.kind).toBe("day");
    expect(scopeOf(cardPage(told), cards)?.kind).not.toBe("day");
    expect(scopeOf(cardPage(today, ...beside), cards)?.kind).toBe("day");
  });
});
