import { beforeAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ReadingRecord } from "../../cli/run/record.ts";
import { readJson } from "../support/cli.ts";
import { realScreenshots } from "../support/requires.ts";

/** The pictures show real people's days: failures name the file and nothing of what is on it. */
interface Label {
  readonly app: string;
  readonly steps: number;
  readonly also_accept?: readonly number[];
}

const sampleSize = 8;
const folder = realScreenshots();

describe.skipIf(folder === undefined)("real screenshots", () => {
  const root = folder ?? "";
  let labels: Record<string, Label>;
  let sample: string[];
  let records: Map<string, ReadingRecord>;

  beforeAll(async () => {
    labels = JSON.parse(readFileSync(join(root, "labels.json"), "utf8"));
    sample = spread(labels);
    const paths = sample.map((name) => join(root, "images", name));
    const read = await readJson([...paths, join(root, "negatives")]);
    expect(read.ended.exitCode).toBe(0);
    records = new Map(read.records.map((record) => [basename(record.source), record]));
  });

  test("are never accepted with a number that they do not show", () => {
    const wrong = sample.filter((name) => {
      const record = records.get(name);
      const right = [labels[name]?.steps, ...(labels[name]?.also_accept ?? [])];
      return !record?.ok || (record.steps !== null && !right.includes(record.steps));
    });
    expect(wrong).toEqual([]);
  });

  test("are read exactly, with one exception at most", () => {
    const wrong = sample.filter((name) => {
      const record = records.get(name);
      const right = [labels[name]?.steps, ...(labels[name]?.also_accept ?? [])];
      return !record?.ok || !right.includes(record.steps ?? record.candidate_steps ?? -1);
    });
    expect(wrong.length, wrong.join()).toBeLessThanOrEqual(1);
  });

  test("of anything else are never accepted", () => {
    const accepted = readdirSync(join(root, "negatives")).filter((name) => {
      const record = records.get(name);
      return record?.ok && record.status === "verified";
    });
    expect(accepted).toEqual([]);
  });
});

/** Some names, the apps in turn, always the same ones. */
function spread(labels: Readonly<Record<string, Label>>): string[] {
  const byApp = Object.values(Object.groupBy(Object.keys(labels), (name) => labels[name]?.app ?? ""));
  const turns = Array.from({ length: sampleSize }, (_, turn) => byApp.map((names) => names?.[turn]));
  return turns
    .flat()
    .filter((name) => name !== undefined)
    .slice(0, sampleSize);
}
