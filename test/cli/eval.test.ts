import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Evaluation, evaluationSchema } from "../../src/eval/document.ts";
import { type Ended, ocrEco } from "../support/cli.ts";
import { type Schema, violations } from "../support/json-schema.ts";
import { setOf } from "../support/sets.ts";
import { temporaryFolder } from "../support/temporary.ts";

const good = "samsung-steps-detail-en-dark.png";
const mislabelled = "samsung-home-en-light.png";
const evil = "<img src=x onerror=alert(1)>.png";

const label = { app: "Samsung Health", page: "home", locale: "en", theme: "light" };

describe("eval", () => {
  // One run shows most of it: a good picture, one whose label is wrong, one that is empty, and a negative.
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-test-"));
  const [saved, report] = [join(folder, "saved.json"), join(folder, "report.html")];
  let ended: Ended;
  let evaluation: Evaluation;

  beforeAll(async () => {
    const labels = {
      [good]: { ...label, page: "steps_detail", theme: "dark", steps: 5360 },
      [mislabelled]: { ...label, steps: 99, distance_text: "<script>alert(2)</script>" },
      "empty.png": { steps: 1 },
      [`negatives/${evil}`]: { steps: null, scope: "total", group: "<b>lifetime</b>" },
      "gone.png": { steps: 2 },
    };
    setOf(
      folder,
      {
        [good]: `images/${good}`,
        [mislabelled]: `images/${mislabelled}`,
        "empty.png": "broken/empty.png",
        "unlabelled.png": "broken/pixel.png",
        [`negatives/${evil}`]: `images/${good}`,
      },
      labels,
    );
    const options = ["--perturb", "crop-left,jpeg40", "--save", saved, "--report", report];
    ended = await ocrEco(["eval", folder, ...options, "--fail-if", "exact<1", "--workers", "2"]);
    evaluation = JSON.parse(readFileSync(saved, "utf8"));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("prints how well the pictures were read, plainly where there is no terminal", () => {
    expect(ended.stdout).toStartWith(`1 of 3 exact  ${folder}, engine auto, 2 workers\n`);
    for (const part of [
      /accepted +2 \(66\.6 %\), 1 of them wrong/,
      /doubtful +0, no number 1, unreadable 1/,
      /negatives +1, 1 accepted/,
      /\n {2}total +0 +0 +1 +1 +0\/1\n/,
      /\n {2}<b>lifetime<\/b> +0 +0 +1 +1 +0\/1\n/,
      /Samsung Health +2 +1 +2 +1 +0 +0 +100\.0 % +50\.0 % +2 /,
      /\n {4}home +1 +0 +1 +1 /,
      /jpeg40 +2 +1 +2 +2 +0 +0 +100\.0 % +33\.3 % +2 +1\/1 /,
      /distance as printed +1 +0 +0 +1 +0\n/,
      /✓ not so: exact<1 \(it is 1\)/,
    ])
      expect(ended.stdout).toMatch(part);
    expect(ended.stdout).not.toContain("\x1b");
  });

  test("lists what was accepted wrongly, and every other miss with its reason", () => {
    const [, wrong = "", missed = ""] =
      /Accepted, but wrong: \d+\n(.+)\nMissed: \d+\n(.+)\nRight,/s.exec(ended.stdout) ?? [];
    expect(wrong).toMatch(new RegExp(`${mislabelled} +jpeg40 +99 +2 291 +verified`));
    expect(wrong).toMatch(/negatives\/<img .+ none +5 360 +verified/);
    expect(missed).toMatch(/empty\.png +1 +none +unreadable +.*is empty \(0 bytes\)/);
  });

  test("names on standard error what has no label, what is not there and what cannot be read", () => {
    expect(ended.stderr.trimEnd().split("\n")).toEqual([
      `ocr-eco: ${folder}/images/unlabelled.png has no label and is left out.`,
      `ocr-eco: ${folder}/labels.json labels gone.png, which is not in ${folder}/images.`,
      expect.stringMatching(/^ocr-eco: .+empty\.png is empty \(0 bytes\)\. .+ \[IMAGE_EMPTY\]$/),
    ]);
    expect(ended.exitCode).toBe(1);
  });

  test("saves a document that is what the exported schema says", async () => {
    const { stdout, exitCode } = await ocrEco(["eval", "--schema"]);
    expect(exitCode).toBe(0);
    const schema: Schema = JSON.parse(stdout);
    expect(violations(schema, evaluation)).toEqual([]);
    expect(violations(schema, { ...evaluation, results: [{}] })).not.toEqual([]);
    expect(violations(schema, { ...evaluation, later: 1 })).toEqual([]);
    // Every member is documented.
    expect(evaluationSchema.parse(evaluation)).toEqual(evaluation);
    expect(evaluation.results.map(({ picture, perturbation }) => `${picture} ${perturbation}`)).toEqual(
      // Perturbations in their own order, not in that of the option.
      [null, "jpeg40", "crop-left"].flatMap((way) =>
        [good, mislabelled, "empty.png", `negatives/${evil}`]
          .filter((name) => way === null || name !== "empty.png")
          .map((name) => `${name} ${way}`),
      ),
    );
  });

  test("tells of crops whether the number was still there to be read", () => {
    const { whole, exact_whole: exact } = evaluation.by_perturbation["crop-left"] ?? {};
    expect({ whole, exact }).toEqual({ whole: 1, exact: 1 });
    expect(evaluation.by_perturbation["jpeg40"]?.whole).toBeUndefined();
  });

  test("makes a page that needs nothing else and runs nothing that a name or a label says", () => {
    const page = readFileSync(report, "utf8");
    const markup = page.replaceAll(/data:image\/webp;base64,[\w+/=]+/g, "DATA");
    expect(markup).toContain("default-src 'none'");
    expect(markup).not.toMatch(/<script|<link|<img src=x|onerror=alert\(1\)>\.png"|https?:/);
    expect(markup).toContain("&lt;img src=x onerror=alert(1)&gt;.png");
    expect(markup).toContain("&lt;script&gt;alert(2)&lt;/script&gt;");
    const shown = evaluation.results.filter(({ right, status }) => !right && status !== "failed");
    expect(shown.length).toBeGreaterThan(3);
    expect(markup.split('<img src="DATA"').length - 1).toBe(2 * shown.length);
    expect(markup).toContain("cannot be shown");
  });

  test("says what changed since a baseline, of the pictures that both have", async () => {
    const old = { ...evaluation, version: "0.0.1" };
    old.results = evaluation.results.map((result) =>
      result.picture === good && result.perturbation === null
        ? { ...result, read: 536, right: false }
        : result,
    );
    const baseline = join(temporaryFolder(), "old.json");
    writeFileSync(baseline, JSON.stringify(old));
    const labels = { [good]: { steps: 5360 } };
    const now = setOf(temporaryFolder(), { [good]: `images/${good}` }, labels);
    const { stdout, exitCode } = await ocrEco(["eval", now, "--baseline", baseline]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Since the baseline ${baseline} (version 0.0.1, engine auto)`);
    expect(stdout).toContain("1 readings compared, 0 new, 9 only in the baseline");
    expect(stdout).toMatch(/exact +0 +1 +\+1\n/);
    expect(stdout).toMatch(new RegExp(`${good} +better +5 360 +536 +5 360 +verified`));
  });

  test("ends with status 3 when a condition is met, and prints JSON alone with --json", async () => {
    const labels = { [good]: { steps: 99 } };
    const wrong = setOf(temporaryFolder(), { [good]: `images/${good}` }, labels);
    const conditions = ["--fail-if", "coverage<50%", "--fail-if", "wrong_accepted>0"];
    const { stdout, stderr, exitCode } = await ocrEco(["eval", wrong, "--json", ...conditions]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 3 });
    expect(evaluationSchema.parse(JSON.parse(stdout)).conditions).toEqual([
      { condition: "coverage<50%", value: 1, met: false },
      { condition: "wrong_accepted>0", value: 1, met: true },
    ]);
  });
});
