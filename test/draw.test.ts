import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  fixtureSet,
  KINDS,
  type Label,
  type Named,
  randomSet,
  sampleSet,
  wordsOf,
} from "../scripts/draw/index.ts";

const SCRIPT = resolve(import.meta.dir, "../scripts/draw/main.ts");
const FIXTURES = resolve(import.meta.dir, "fixtures");
const folder = mkdtempSync(join(tmpdir(), "ocr-eco-draw-test-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script for two small screens, and returns every file's bytes. */
async function draw(name: string, seed: string): Promise<Record<string, string>> {
  const out = join(folder, name);
  const child = Bun.spawn(
    [process.execPath, SCRIPT, "--out", out, "--count", "2", "--width", "180", "--seed", seed],
    { stdout: "ignore", stderr: "pipe" },
  );
  const complaint = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(complaint);
  return Object.fromEntries(
    filesBelow(out).map((file) => [file, readFileSync(join(out, file)).toString("base64")]),
  );
}

function filesBelow(out: string): string[] {
  return readdirSync(out, { recursive: true, encoding: "utf8" })
    .filter((file) => file.includes("."))
    .sort();
}

function labelsIn(out: string): Record<string, Label> {
  return JSON.parse(readFileSync(join(out, "labels.json"), "utf8"));
}

/** The numbers that a screen prints, without what stands between their thousands. */
function numbersOn({ screen }: Named): string[] {
  return (wordsOf(screen.svg).match(/\d[\d.,'’\u00a0\u2009\u202f]*/g) ?? []).map((printed) =>
    printed.replace(/\D/g, ""),
  );
}

describe("the drawing script", () => {
  test("draws the same bytes from the same seed, and others from another", async () => {
    const [first, again, other] = await Promise.all([draw("a", "1"), draw("b", "1"), draw("c", "2")]);
    expect(Object.keys(first)).toContain("labels.json");
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(other["labels.json"]).not.toBe(first["labels.json"]);

    const pictures = readdirSync(join(folder, "a", "images")).sort();
    expect(pictures).toEqual(Object.keys(labelsIn(join(folder, "a"))).sort());
  });

  test("prints on every screen the steps that its label gives", () => {
    for (const seed of ["1", "2", "3"]) {
      for (const named of randomSet(seed, KINDS).screens) {
        expect(numbersOn(named), named.file).toContain(String(named.screen.label.steps));
      }
    }
  });

  test("prints the other values of a label, too", () => {
    for (const named of randomSet("4", KINDS).screens) {
      const words = wordsOf(named.screen.svg);
      const { date_text, distance_text, calories_text, active_time_text, clock } = named.screen.label;
      for (const value of [distance_text, calories_text, active_time_text]) {
        if (value !== null)
          expect(words, named.file).toContain(value.match(/^[\d.,'’\u00a0\u2009\u202f]+/)?.[0] ?? value);
      }
      for (const value of [date_text, clock]) {
        if (value !== null) expect(words.replaceAll("\u00a0", " "), named.file).toContain(value);
      }
    }
  });

  test("draws every app in both languages, light and dark", () => {
    const labels = randomSet("5", KINDS).screens.map(({ screen }) => screen.label);
    for (const app of [
      "Google Fit",
      "Samsung Health",
      "Huawei Health",
      "Fitbit",
      "Garmin Connect",
      "Apple Health",
      "Mi Fitness",
    ]) {
      const own = labels.filter((label) => label.app === app);
      const kinds = new Set(own.map(({ locale, theme }) => `${locale} ${theme}`));
      expect([...kinds].sort(), app).toEqual(["en dark", "en light", "id dark", "id light"]);
    }
  });

  test("keeps the distance plausible for the steps", () => {
    for (const { screen, file } of randomSet("6", KINDS * 2).screens) {
      const { distance_km, steps } = screen.label;
      // Screens round the distance to ten or a hundred metres, which counts for much when there are few steps.
      if (distance_km === null || steps < 1000) continue;
      const stride = (distance_km * 1000) / steps;
      expect(stride, file).toBeGreaterThan(0.49);
      expect(stride, file).toBeLessThan(0.86);
    }
  });

  test("draws counts of every length, most of them what people walk in a day", () => {
    const counts = randomSet("7", 1000).screens.map(({ screen }) => screen.label.steps);
    const share = (among: (count: number) => boolean) => counts.filter(among).length / counts.length;
    expect(new Set(counts.map((count) => String(count).length)).size).toBe(6);
    expect(share((count) => count >= 120 && count <= 35_000)).toBeGreaterThan(0.85);
    expect(share((count) => count < 1000)).toBeGreaterThan(0.1);
    expect(share((count) => count >= 10_000)).toBeGreaterThan(0.3);
    expect(counts).toContain(0);
    expect(share((count) => count === 0 || count > 35_000)).toBeLessThan(0.08);
  });

  test("prints numbers in every form, and Indonesian ones only with points, commas or nothing", () => {
    const { screens } = randomSet("8", 1000);
    const separators = { en: new Set<string>(), id: new Set<string>() };
    for (const { screen } of screens) {
      const { steps, locale } = screen.label;
      if (steps < 1000) continue;
      const form = new RegExp(String(steps).replace(/\B(?=(\d{3})+$)/g, "(\\D?)"));
      const separator = form.exec(wordsOf(screen.svg))?.[1];
      if (separator !== undefined) separators[locale].add(separator);
    }
    expect([...separators.en].sort()).toEqual(["", "'", ",", ".", "\u00a0", "\u2009", "’", "\u202f"]);
    expect([...separators.id].sort()).toEqual(["", ",", "."]);
    const words = screens.map(({ screen }) => wordsOf(screen.svg)).join("\n");
    expect(words).toMatch(/\d (?:steps|langkah)$/m);
    expect(words).toMatch(/\d(?:steps|langkah|lngkh)$/m);
  });
});

test("the pictures that the program carries are those that the script draws today", () => {
  const folder = resolve(import.meta.dir, "..", "cli", "samples");
  const labels = Object.fromEntries(sampleSet().screens.map(({ file, screen }) => [file, screen.label]));
  expect(labelsIn(folder)).toEqual(labels);
  expect(readdirSync(join(folder, "images")).sort()).toEqual(Object.keys(labels).sort());
});

describe("the pictures that are kept with the tests", () => {
  test("have a label each, and each label has its picture", () => {
    const pictures = readdirSync(join(FIXTURES, "images")).sort();
    expect(Object.keys(labelsIn(FIXTURES)).sort()).toEqual(pictures);
    const broken = readdirSync(join(FIXTURES, "broken"));
    for (const name of Object.keys(labelsIn(join(FIXTURES, "broken")))) expect(broken).toContain(name);
  });

  test("are those that the script draws today", () => {
    const labels = Object.fromEntries(fixtureSet().screens.map(({ file, screen }) => [file, screen.label]));
    expect(labelsIn(FIXTURES)).toEqual(labels);
  });

  test("are small enough to be kept with the source", () => {
    const size = (name: string) =>
      filesBelow(join(FIXTURES, name)).reduce(
        (sum, file) => sum + Bun.file(join(FIXTURES, name, file)).size,
        0,
      );
    expect(size("images") + size("negatives")).toBeLessThan(2_500_000);
    expect(size("broken")).toBeLessThan(300_000);
  });
});
