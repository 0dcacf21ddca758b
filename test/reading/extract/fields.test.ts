import { describe, expect, test } from "bun:test";
import type { Line } from "../../../src/reading/engines/engine.ts";
import { clocksOf } from "../../../src/reading/extract/clock.ts";
import { printedDate } from "../../../src/reading/extract/dates.ts";
import { goalOf, readFields } from "../../../src/reading/extract/fields.ts";
import { stepCandidates } from "../../../src/reading/extract/steps.ts";
import { metres } from "../../../src/reading/extract/values.ts";
import { line, screenOf } from "../../support/lines.ts";

/** The fields as printed. */
function fieldsOf(...lines: readonly Line[]): Record<string, string> {
  const screen = screenOf(...lines);
  const fields = readFields(screen, printedDate(screen), clocksOf(screen), stepCandidates(screen, null)[0]);
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.text]));
}

const steps = [line("Steps", 40, 200), line("5.475", 40, 234, 40)];

test("an icon over the active time that was read as a digit is no part of it", () => {
  expect(fieldsOf(line("1", 40, 200, 30), line("62 menit", 40, 236, 30))).toEqual({ duration: "62 menit" });
});

describe("the fields of a day", () => {
  test("are given as printed, with their units", () => {
    const printed = fieldsOf(
      ...steps,
      line("Distance", 400, 200),
      line("3,26 KM", 400, 234, 40),
      line("Active calories", 40, 400),
      line("153 KCAL", 40, 434, 40),
      line("Active time", 400, 400),
      line("41 min", 400, 434, 40),
      line("Heart rate", 40, 600),
      line("72 bpm", 40, 634, 40),
    );
    expect(printed).toMatchObject({
      distance: "3,26 KM",
      total_calories: "153 KCAL",
      duration: "41 min",
      avg_heart_rate: "72 bpm",
    });
  });

  test("have the day's distance although its name speaks of walking and running", () => {
    const tile = [line("Walking + Running Distance", 40, 400), line("3,26 km", 40, 440, 40)];
    expect(fieldsOf(...steps, ...tile)["distance"]).toBe("3,26 km");
    expect(fieldsOf(...steps, line("Outdoor Walk", 40, 400), line("3,26 km", 40, 440, 40))["distance"]).toBe(
      undefined,
    );
  });

  test("take a unit that stands on a line of its own", () => {
    const km = line("km", 490, 244, 24);
    expect(fieldsOf(...steps, line("Distance", 400, 200), line("3,26", 400, 234, 40), km)["distance"]).toBe(
      "3,26 km",
    );
  });

  test("are not an icon's that was read as a digit before a number with its unit", () => {
    const minutes = [line("1", 94, 400, 40), line("62 menit", 140, 400, 40)];
    expect(fieldsOf(...steps, ...minutes)["duration"]).toBe("62 menit");
  });

  test("have their label whole where it is a unit and, in the next line, the rest of its words", () => {
    const minutes = [line("30", 500, 400, 30), line("Menit", 490, 440, 24), line("Bergerak", 475, 472, 24)];
    expect(fieldsOf(...steps, ...minutes)["duration"]).toBe("30 Menit Bergerak");
  });

  test("take the part before the slash, not the goal", () => {
    const move = [line("Move", 40, 400), line("396/190KCAL", 40, 434, 40)];
    expect(fieldsOf(...steps, ...move)["total_calories"]).toBe("396 KCAL");
  });

  test("are not the ones of a single workout", () => {
    const workout = [line("Outdoor run", 40, 700), line("5,51 km", 40, 730, 24)];
    expect(fieldsOf(...steps, ...workout)).not.toHaveProperty("distance");
    const day = [line("Distance", 400, 200), line("8,06 km", 400, 234, 40)];
    expect(fieldsOf(...steps, ...day, ...workout)["distance"]).toBe("8,06 km");
  });

  test("leave out a distance when two are printed and nothing says which is the day's", () => {
    const both = [line("3,26 km", 40, 500, 30), line("4,10 km", 400, 700, 30)];
    expect(fieldsOf(...steps, ...both)).not.toHaveProperty("distance");
  });

  test("are empty where nothing is printed", () => {
    expect(fieldsOf(...steps)).toEqual({});
  });

  test.each([
    ["avg_pace", "6'12\"/km"],
    ["avg_speed", "5,4 km/h"],
    ["avg_cadence", "112 spm"],
  ])("know the form of %s", (name, text) => {
    expect(fieldsOf(...steps, line(text, 40, 500))[name]).toBe(text);
  });
});

describe("the goal", () => {
  const goal = (...lines: readonly Line[]): number | null => {
    const screen = screenOf(...lines);
    return goalOf(screen, stepCandidates(screen, null)[0]);
  };

  test("is the number behind the steps", () => {
    expect(goal(line("8,376/4,000 steps", 40, 200, 40))).toBe(4000);
  });

  test("is the number with a label for goals", () => {
    expect(goal(...steps, line("Target: 10.000", 40, 300))).toBe(10_000);
  });

  test("is unknown where none is printed", () => {
    expect(goal(...steps)).toBeNull();
  });
});

test("a distance is understood in kilometres and miles, with a point or a comma", () => {
  const field = (text: string) => ({ text, box: { x: 0, y: 0, width: 1, height: 1 }, confidence: 1 });
  expect(metres(field("4,42 km"))).toEqual({ length: 4420, rounding: 10 });
  expect(metres(field("18.2KM"))).toEqual({ length: 18_200, rounding: 100 });
  expect(metres(field("0.42 mi"))?.length).toBeCloseTo(675.9, 1);
  expect(metres(field("4,42"))).toBeNull();
  expect(metres(undefined)).toBeNull();
});
