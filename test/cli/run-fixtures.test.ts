import { beforeAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import type { ReadingRecord } from "../../cli/run/record.ts";
import { fixture } from "../../scripts/common/fixtures.ts";
import { fieldNames } from "../../src/reading/extract/fields.ts";
import { type Ended, ocrEco, readJson } from "../support/cli.ts";
import { type Schema, violations } from "../support/json-schema.ts";

interface Label {
  readonly app: string;
  readonly page: string;
  readonly locale: string;
  readonly theme: string;
  readonly steps: number;
}

type Read = Extract<ReadingRecord, { ok: true }>;

const labels: Record<string, Label> = await Bun.file(fixture("labels.json")).json();
const negatives = readdirSync(fixture("negatives"));
let ended: Ended;
let records: ReadingRecord[];
let read: Map<string, Read>;

beforeAll(async () => {
  ({ ended, records } = await readJson(["--raw", fixture("images"), fixture("negatives")]));
  read = new Map(
    records.flatMap((record) => (record.ok ? [[basename(record.source), record] as const] : [])),
  );
});

function recordOf(name: string): Read {
  const record = read.get(name);
  if (record === undefined) throw new Error(`${name} was not read`);
  return record;
}

const names = Object.keys(labels);

describe("the drawn screens", () => {
  test("are all read, and all in order", () => {
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    expect([...read.keys()].sort()).toEqual([...names, ...negatives].sort());
    const folders = records.map(({ source }) => source.includes("negatives"));
    expect(folders).toEqual(folders.toSorted());
  });

  test.each(names)("%s: an accepted count is the printed one", (name) => {
    const { steps, status } = recordOf(name);
    expect(steps).toBe(status === "verified" ? (labels[name]?.steps ?? 0) : null);
  });

  test("are read exactly in nine of ten cases", () => {
    const wrong = names.filter((name) => {
      const { steps, candidate_steps } = recordOf(name);
      return (steps ?? candidate_steps) !== labels[name]?.steps;
    });
    expect(wrong.length, wrong.join()).toBeLessThanOrEqual(names.length / 10);
  });

  test("are booked in most cases", () => {
    const verified = names.filter((name) => recordOf(name).status === "verified");
    expect(verified.length).toBeGreaterThan(names.length / 2);
  });

  test.each(names)("%s: app, page, language and theme are known", (name) => {
    const { app, page, locale, theme } = recordOf(name);
    expect({ app, page, locale, theme }).toEqual({
      app: labels[name]?.app ?? "",
      page: labels[name]?.page ?? "",
      locale: labels[name]?.locale as "en",
      theme: labels[name]?.theme as "light",
    });
  });

  test.each(negatives)("nothing is accepted from negatives/%s", (name) => {
    expect(recordOf(name).status).not.toBe("verified");
    expect(recordOf(name).steps).toBeNull();
  });
});

describe("a record", () => {
  test("is what the exported schema says, which is JSON Schema of 2020-12", async () => {
    const { stdout, exitCode } = await ocrEco(["run", "--schema"]);
    const schema: Schema = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(schema["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
    for (const record of records) expect(violations(schema, record)).toEqual([]);
    const [first] = records;
    // The schema says something: records that break it are seen.
    expect(violations(schema, { ...first, confidence: 2 })).not.toEqual([]);
    expect(violations(schema, { ...first, source: undefined, status: "sure" })).not.toEqual([]);
    expect(violations(schema, {})).not.toEqual([]);
    // Members that later versions add break nothing.
    expect(violations(schema, { ...first, later: 1 })).toEqual([]);
  });

  test("has the same steps at each place where they stand", () => {
    for (const { status, steps, candidate_steps, extracted_data, evidence } of read.values()) {
      expect(extracted_data.steps ?? null).toBe(steps);
      if (status === "verified") expect(candidate_steps).toBeNull();
      else expect(steps).toBeNull();
      expect(evidence === null).toBe((steps ?? candidate_steps) === null);
    }
  });

  test("gives every field twice: as printed, and with its place", () => {
    for (const { extracted_data, fields, source } of read.values()) {
      for (const name of fieldNames) expect(fields[name]?.text, source).toBe(extracted_data[name] as string);
    }
  });

  test("has all lines in reading order, whose texts are the raw text", () => {
    for (const { lines, raw_ocr } of read.values()) {
      expect(lines?.map((line) => line.text).join(" ")).toBe(raw_ocr);
    }
  });

  test("has boxes inside of the picture", () => {
    for (const { lines, evidence, image, source } of read.values()) {
      for (const { box, text } of [...(lines ?? []), ...(evidence === null ? [] : [evidence])]) {
        const where = `${source}: ${text}`;
        expect(Math.min(box.x, box.y), where).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width, where).toBeLessThanOrEqual(image.width + 1);
        expect(box.y + box.height, where).toBeLessThanOrEqual(image.height + 1);
      }
    }
  });

  test("says why, whatever the status", () => {
    for (const { reasons, source } of read.values()) expect(reasons.length, source).toBeGreaterThan(0);
  });

  test("tells of the picture's own bytes", async () => {
    const name = names[0] ?? "";
    const bytes = await Bun.file(fixture("images", name)).bytes();
    expect(recordOf(name).image).toMatchObject({
      format: "png",
      bytes: bytes.length,
      sha256: new Bun.CryptoHasher("sha256").update(bytes).digest("hex"),
    });
  });
});
