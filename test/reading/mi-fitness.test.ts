import { beforeAll, describe, expect, test } from "bun:test";
import { basename } from "node:path";
import type { ReadingRecord } from "../../cli/run/record.ts";
import { fixture } from "../../scripts/common/fixtures.ts";
import type { Label } from "../../scripts/draw/index.ts";
import { readJson } from "../support/cli.ts";

type Read = Extract<ReadingRecord, { ok: true }>;

const labels: Record<string, Label> = await Bun.file(fixture("labels.json")).json();
const names = Object.keys(labels).filter((name) => labels[name]?.app === "Mi Fitness");
const read = new Map<string, Read>();

beforeAll(async () => {
  const { records } = await readJson(["--raw", ...names.map((name) => fixture("images", name))]);
  for (const record of records) if (record.ok) read.set(basename(record.source), record);
});

function of(name: string): { record: Read; label: Label } {
  const [record, label] = [read.get(name), labels[name]];
  if (record === undefined || label === undefined) throw new Error(`${name} was not read`);
  return { record, label };
}

describe("Mi Fitness", () => {
  test("is drawn with each of its pages in each language", () => {
    const kinds = names.map((name) => `${labels[name]?.page} ${labels[name]?.locale}`);
    expect(kinds.sort()).toEqual(["home en", "home id", "steps_detail en", "steps_detail id"]);
  });

  test.each(names)("%s: the app has its own name, and for Laravel it is another one", (name) => {
    const { record, label } = of(name);
    const { app, app_class, page, locale } = record;
    expect({ app, app_class, page, locale }).toEqual({
      app: "Mi Fitness",
      app_class: "Other",
      page: label.page,
      locale: label.locale,
    });
  });

  test.each(names)("%s: the count is booked, and no goal, average, total or axis in its place", (name) => {
    const { record, label } = of(name);
    expect(record.status, record.reasons.join()).toBe("verified");
    expect(record.steps).toBe(label.steps);
  });

  test.each(names)("%s: the day's distance, calories and time are those beside their names", (name) => {
    const { distance, duration, total_calories } = of(name).record.extracted_data;
    const { distance_text, active_time_text, calories_text } = of(name).label;
    expect(distance ?? null).toBe(distance_text);
    expect(digitsOf(duration)).toBe(digitsOf(active_time_text));
    expect(digitsOf(total_calories)).toBe(digitsOf(calories_text));
  });

  test.each(names.filter((name) => name.includes("home")))(
    "%s: the goal is the number behind the slash",
    (name) => {
      expect(of(name).record.goal).toBe(of(name).label.goal);
    },
  );

  // Its inner page prints the goal under a name of its own, which is not read yet.
  test.each(names.filter((name) => name.includes("detail")))(
    "%s: the goal is the number under its name",
    (name) => {
      expect(of(name).record.goal).toBe(of(name).label.goal);
    },
  );

  test.each(names.filter((name) => name.includes("detail")))(
    "%s: the week's sums stand on the screen",
    (name) => {
      const { record, label } = of(name);
      const counts = record.lines?.flatMap(
        ({ text }) => text.match(/^[\d.]{6,}(?= ?(?:steps|langkah)$)/)?.[0] ?? [],
      );
      // Without them, the test of the count would prove nothing.
      expect(new Set(counts).size).toBeGreaterThanOrEqual(3);
      expect(counts?.map((count) => Number(count.replace(".", "")))).toContain(label.goal ?? 0);
    },
  );
});

/** What a value's number is without its unit and goal. */
function digitsOf(text: string | null | undefined): string | undefined {
  return text?.match(/^[\d.,]+/)?.[0];
}
