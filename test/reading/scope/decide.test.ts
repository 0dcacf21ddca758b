import { describe, expect, test } from "bun:test";
import { recogniseApp } from "../../../src/reading/apps/index.ts";
import type { Line } from "../../../src/reading/engines/engine.ts";
import { printedDate } from "../../../src/reading/extract/dates.ts";
import { stepCandidates } from "../../../src/reading/extract/steps.ts";
import type { Raster } from "../../../src/reading/image/raster.ts";
import { scopeOfAll } from "../../../src/reading/scope/decide.ts";
import type { Scope } from "../../../src/reading/scope/scope.ts";
import { line, screenOf } from "../../support/lines.ts";

const paper = (): Raster => ({ width: 720, height: 1280, data: new Uint8Array(720 * 1280 * 3).fill(255) });

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

  test.each(["Rina's day", "Weekly report", "Mama", "Team Sehat", "Install"])(
    "with the title %s",
    (title) => {
      expect(scopeOf(dayPage({ title }))?.kind).not.toBe("day");
    },
  );

  test.each(["Mama", "Best day", "17:00–18:00", "Average"])("with %s over it", (head) => {
    expect(scopeOf(dayPage({ head }))?.kind).not.toBe("day");
  });

  test.each(["by 12 members", "Daily average", "Week of Nov 17"])("with %s under it", (under) => {
    expect(scopeOf(dayPage({ under }))?.kind).not.toBe("day");
  });

  test("where its page prints a day and this one does not", () => {
    const cut = dayPage().filter(({ text }) => text !== "Mon, Nov 24");
    expect(scopeOf(cut)).toEqual({ kind: "unknown", text: null });
  });

  test("with the tab of weeks chosen, which is drawn unlike the others", () => {
    const tabs = ["Days", "Weeks", "Months"].map((text, index) => line(text, 60 + 220 * index, 200));
    const raster = paper();
    const fill = (x: number, width: number, grey: number): void => {
      for (let y = 190; y < 234; y++) raster.data.fill(grey, (y * 720 + x) * 3, (y * 720 + x + width) * 3);
    };
    fill(270, 90, 200);
    expect(scopeOf([...dayPage(), ...tabs], raster)).toEqual({ kind: "several_days", text: "Weeks" });
    fill(270, 90, 255);
    fill(50, 80, 200);
    expect(scopeOf([...dayPage(), ...tabs], raster)?.kind).toBe("day");
  });
});
