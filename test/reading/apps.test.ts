import { describe, expect, test } from "bun:test";
import { profiles, recogniseApp } from "../../src/reading/apps/index.ts";
import { appClasses } from "../../src/reading/apps/profile.ts";
import { conceptOf } from "../../src/reading/extract/vocabulary.ts";
import { line } from "../support/lines.ts";

/** Texts by rows: what one row holds stands side by side. */
function appOf(...rows: readonly (string | readonly string[])[]): string | undefined {
  const lines = rows.flatMap((row, index) =>
    [row].flat().map((text, column) => line(text, 40 + 300 * column, 60 * index)),
  );
  const found = recogniseApp(lines);
  return found === null ? undefined : `${found.profile.name}: ${found.page?.name}`;
}

const appleTabs = ["Summary", "Fitness+", "Sharing"];

describe("the app", () => {
  test.each([
    ["Apple Health: fitness_summary", ["Summary", ["Step Count", "Step Distance"], ["Sessions", "Awards"]]],
    ["Apple Health: activity_day", ["Move", ["Steps", "Distance"], "Flights Climbed", appleTabs]],
    [
      "Apple Health: activity_day",
      ["Move", "327/410KCAL", "TOTAL 1,657 KCAL", ["Steps", "Distance"], appleTabs],
    ],
    [
      "Apple Health: fitness_summary",
      ["Rangkuman", ["Total Langkah", "Jarak Langkah"], ["Rangkuman", "Fitness+", "Berbagi"]],
    ],
    [
      "Apple Health: fitness_summary",
      ["Summary", ["Step Distance", "Step Count"], ["Summary", "Fitness+", "Sharing"]],
    ],
    ["Google Fit: steps_detail", ["Langkah", "Sinkronkan Fit dengan Health", "Connect"]],
    [
      "Apple Health: health_summary",
      [
        ["Pinned", "Edit"],
        ["Summary", "Sharing", "Browse"],
      ],
    ],
    ["Google Fit: home", [["Poin Kardio", "Langkah"], "Target harian"]],
    ["Huawei Health: activity_records", ["Activity records", "Move", "Exercise", "Stand", "All records"]],
    ["Samsung Health: steps_detail", ["Steps", "Steps by time of day", "Compare my steps"]],
    ["Samsung Health: day_card", ["7,223/4,200 steps", "193/240 mins", "1,628/360 Cal"]],
    ["Fitbit: home", ["fitbit", ["Today", "Coach", "You"]]],
    ["Garmin Connect: steps_detail", [["1d", "7d", "4w", "1y"], "44% of Goal", "Daily Timeline"]],
    ["Mi Fitness: home", [["Kesehatan", "Olahraga", "Perangkat", "Profil"]]],
    ["Mi Fitness: steps_detail", ["Steps", ["Distance", "Calories"], "Moving time"]],
  ])("%s is known by what stands in its place", (app, rows) => {
    expect(appOf(...rows)).toBe(app);
  });

  test("is known by its words alone, but not its page", () => {
    expect(appOf("Daily activity", "Active time")).toBe("Samsung Health: undefined");
  });

  test("is not known by its name: others print it, too", () => {
    expect(appOf("Samsung Health", "7,674 steps", "Target 6,000")).toBeUndefined();
    expect(appOf("Steps", "8,042", "from Google Fit")).toBeUndefined();
  });

  test("is not known by three counts below each other: a summary of one walk prints them, too", () => {
    const counts = ["3,214 steps", "32 min", "145 kcal"];
    expect(appOf("Activity", "Today", ...counts)).toBeUndefined();
    expect(appOf("Samsung Health", ...counts)).toBe("Samsung Health: home");
  });

  test("is not known by its tabs' words when they stand apart", () => {
    expect(appOf("Summary", "Steps", "Sharing", "8,042", "Browse")).not.toContain(": health_summary");
    expect(appOf("Today", "8,042", "Coach", "Steps", "You")).toBeUndefined();
  });

  test("is known by an arrangement of which one text is hidden, where most of it suffices", () => {
    expect(appOf(["Health", "Exercise", "Devices", "Me"])).toBe("Huawei Health: home");
    expect(appOf(["Health", "Devices", "Me"])).toBeUndefined();
  });

  test("is unknown where the texts of an arrangement stand in another order", () => {
    expect(appOf(["You", "Coach", "Today"])).toBeUndefined();
    expect(appOf("1,628/360 Cal", "193/240 mins", "7,223/4,200 steps")).toBeUndefined();
  });

  test("counts a word of an arrangement once", () => {
    // `Coach` is a mark of its own, too.
    const tabs = ["Today", "Coach", "You"];
    expect(appOf(tabs, ["Pinned", "Edit"])).toBe("Fitbit: home");
    expect(appOf(tabs, ["Pinned", "Edit"], "Browse")).toBeUndefined();
  });

  test("is unknown where only common words stand", () => {
    expect(appOf("Steps", "Distance", "Calories", "Today")).toBeUndefined();
    expect(appOf()).toBeUndefined();
  });

  test("is unknown where the marks of two stand on one picture", () => {
    expect(appOf(["Today", "Coach", "You"], ["Home", "Together", "Fitness", "My page"])).toBeUndefined();
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
      const weight = [...profile.marks, ...profile.pages.flatMap((page) => page.arrangements)].reduce(
        (sum, mark) => sum + mark.weight,
        0,
      );
      expect(weight, profile.name).toBeGreaterThanOrEqual(5);
      expect(profile.pages.length, profile.name).toBeGreaterThan(0);
      for (const page of profile.pages) expect(page.arrangements, page.name).not.toBeEmpty();
    }
  });

  test("do not use the bare word for steps as a mark: every app prints it", () => {
    const phrases = profiles.flatMap((profile) => profile.marks.flatMap((mark) => mark.phrases));
    expect(phrases.filter((phrase) => conceptOf(phrase) === "steps" && !/ /.test(phrase))).toEqual(["lngkh"]);
  });
});
