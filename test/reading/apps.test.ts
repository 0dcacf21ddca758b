import { describe, expect, test } from "bun:test";
import { profiles, recogniseApp } from "../../src/reading/apps/index.ts";
import { appClasses } from "../../src/reading/apps/profile.ts";
import { conceptOf } from "../../src/reading/extract/vocabulary.ts";
import { line } from "../support/lines.ts";

function appOf(...texts: readonly string[]): string | undefined {
  const found = recogniseApp(texts.map((text, index) => line(text, 40, 40 * index)));
  return found === null ? undefined : `${found.profile.name}: ${found.page?.name}`;
}

describe("the app", () => {
  test.each([
    ["Apple Health: fitness_summary", ["Summary", "Activity Rings", "Step Distance", "Awards", "Fitness+"]],
    ["Google Fit: home", ["Poin Kardio", "Langkah", "Target harian"]],
    ["Huawei Health: activity_records", ["Activity records", "All records"]],
    ["Samsung Health: steps_detail", ["Steps by time of day", "Compare my steps", "Daily activity"]],
    ["Fitbit: home", ["fitbit", "Coach", "Zone Min"]],
    ["Garmin Connect: steps_detail", ["44% of Goal", "Daily Timeline"]],
    ["Mi Fitness: home", ["Kesehatan", "Olahraga", "Perangkat", "Profil"]],
    ["Mi Fitness: steps_detail", ["Steps", "Moving time", "Average per day", "Weekly total"]],
  ])("%s is known by its words", (app, texts) => {
    expect(appOf(...texts)).toBe(app);
  });

  test("is unknown where only common words stand", () => {
    expect(appOf("Steps", "Distance", "Calories", "Today")).toBeUndefined();
    expect(appOf()).toBeUndefined();
  });

  test("is unknown where the marks of two stand on one picture", () => {
    expect(appOf("fitbit", "Samsung Health")).toBeUndefined();
  });

  test("is not known by a short word inside of another one", () => {
    expect(appOf("Remove", "Standard", "Trendsetter", "Browser", "Summaryless")).toBeUndefined();
  });
});

describe("the profiles", () => {
  test("have a name of their own and a class that Laravel knows", () => {
    expect(new Set(profiles.map((profile) => profile.name)).size).toBe(profiles.length);
    for (const profile of profiles) expect(appClasses).toContain(profile.appClass);
  });

  test("give every app marks that suffice to name it, and pages that can be told", () => {
    for (const profile of profiles) {
      const weight = profile.marks.reduce((sum, mark) => sum + mark.weight, 0);
      expect(weight, profile.name).toBeGreaterThanOrEqual(5);
      expect(profile.pages.length, profile.name).toBeGreaterThan(0);
    }
  });

  test("do not use the bare word for steps as a mark: every app prints it", () => {
    const phrases = profiles.flatMap((profile) => profile.marks.flatMap((mark) => mark.phrases));
    expect(phrases.filter((phrase) => conceptOf(phrase) === "steps" && !/ /.test(phrase))).toEqual(["lngkh"]);
  });
});
