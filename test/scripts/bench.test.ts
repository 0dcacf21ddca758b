import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Run, Sample } from "../../scripts/bench/alternate.ts";
import { extract } from "../../scripts/bench/extracted.ts";
import { spreadOverApps } from "../../scripts/bench/pictures.ts";
import { oneLine, type Reader, ReaderProcess } from "../../scripts/bench/reader.ts";
import { summaryOf, timesAsFast } from "../../scripts/bench/summary.ts";
import { rowsOfReaders, targetsBeside } from "../../scripts/bench/tables.ts";
import { linesOfTsv } from "../../scripts/bench/tsv.ts";
import type { LabelledPicture } from "../../src/eval/set.ts";
import { loadSet } from "../../src/eval/set.ts";
import { hasProgram } from "../support/requires.ts";

const root = join(import.meta.dir, "..", "..");

const reader = (name: string, isOurs = false): Reader => ({ name, settings: "nothing", command: [], isOurs });
const pictureOf = (name: string, app: string | null, steps: number | null = 4_000): LabelledPicture => ({
  name,
  label: steps === null && app === null ? null : { steps, app },
  source: { name, load: async () => new Uint8Array() },
});

interface Told {
  readonly ms: number;
  readonly count?: number;
  readonly isAccepted?: boolean;
  readonly isChosen?: boolean;
}

/** A run over pictures named by their place, whose count is 4,000. */
function runOf(name: string, told: readonly Told[], isOurs = false): Run {
  const samples = told.map(
    ({ ms, count, isAccepted = false, isChosen = false }, index): Sample => ({
      picture: pictureOf(`${index}.png`, "Garmin Connect"),
      milliseconds: ms,
      peakBytes: 1e6 * (100 + index),
      extracted: { hasCount: true, isChosen, fields: { right: 1, labelled: 2 } },
      ...(count === undefined ? {} : { verdict: { count, isAccepted } }),
    }),
  );
  return { reader: reader(name, isOurs), version: "1.0", samples, firstMs: [400, 900, 500], failures: [] };
}

describe("the pictures that are measured", () => {
  const pictures = [
    pictureOf("b2", "B"),
    pictureOf("b1", "B"),
    pictureOf("b3", "B"),
    pictureOf("a1", "A"),
    pictureOf("c1", "C", null),
    pictureOf("negatives/n1", null, null),
  ];
  const names = (count: number): string[] => spreadOverApps(pictures, count).map(({ name }) => name);

  test("are one of each app in turn, by their names, with those that show no count left out", () => {
    expect(names(2)).toEqual(["a1", "b1"]);
    expect(names(3)).toEqual(["a1", "b1", "b2"]);
  });

  test("are all of them where there are no more", () => {
    expect(names(Number.POSITIVE_INFINITY)).toEqual(["a1", "b1", "b2", "b3"]);
  });
});

describe("what is said of a run", () => {
  test("is its times, its most memory and what came out, by its own word where it gives one", () => {
    const ours = runOf(
      "ours",
      [
        { ms: 100, count: 4_000, isAccepted: true },
        { ms: 300, count: 4_001, isAccepted: true, isChosen: true },
        { ms: 200, count: 4_000 },
      ],
      true,
    );
    expect(summaryOf(ours)).toEqual({
      firstMedianMs: 500,
      medianMs: 200,
      p95Ms: 300,
      peakMb: 102,
      pictures: 3,
      hasCount: 3,
      chosen: 2,
      fieldsRight: 3,
      fieldsLabelled: 6,
      accepted: 2,
      acceptedWrong: 1,
    });
  });

  test("is what our extractor made of its text where it says nothing of counts, and nothing of accepting", () => {
    const theirs = runOf("theirs", [{ ms: 1, isChosen: true }, { ms: 2 }]);
    expect(summaryOf(theirs)).toMatchObject({ chosen: 1, accepted: null, acceptedWrong: null });
  });

  test("is nothing where nothing was read", () => {
    expect(summaryOf(runOf("none", []))).toBeNull();
  });
});

describe("how often as fast a reader is", () => {
  const ours = runOf("ocr-eco auto", [{ ms: 100 }, { ms: 200 }, { ms: 100 }]);

  test("is the median over the pictures, each with itself", () => {
    expect(timesAsFast(ours, runOf("other", [{ ms: 900 }, { ms: 400 }, { ms: 500 }]))).toBe(5);
    expect(timesAsFast(ours, runOf("other", [{ ms: 900 }]))).toBe(9);
  });

  test("is held against what is promised, and said of who did not run", () => {
    const best = runOf("ppu-paddle-ocr, 640 px", [{ ms: 390 }, { ms: 780 }, { ms: 390 }]);
    const [beside, missing] = targetsBeside([ours, best], "on one core");
    expect(beside).toMatchObject({ value: 3.9, wanted: "≥ 4 times as fast", reached: false });
    expect(missing).toMatchObject({
      what: "auto beside tesseract.js, on one core",
      shown: "did not run",
      reached: null,
    });
  });
});

test("who does not start stands among those who take part, with the reason", () => {
  const run: Run = {
    reader: reader("other"),
    version: null,
    samples: [],
    firstMs: [],
    failures: ["there is no network"],
  };
  expect(rowsOfReaders([run])).toEqual({
    other: { version: "", set: "nothing", "": "did not run: there is no network" },
  });
  expect(
    rowsOfReaders([{ ...runOf("some", [{ ms: 1 }]), failures: ["no such picture", "neither"] }]),
  ).toEqual({
    some: { version: "1.0", set: "nothing", "": "2 not read: no such picture" },
  });
});

test("a reason names files, and not where they were", () => {
  expect(
    oneLine("Failed to fetch https://models.example.org/v6/det.ort\n after 3: /home/me/.cache/x/det.ort"),
  ).toBe("Failed to fetch det.ort after 3: det.ort");
  expect(oneLine("ENOENT: open 'test/fixtures/a.png'")).toBe("ENOENT: open 'a.png'");
});

test("words of tesseract's TSV become lines with their boxes", () => {
  const tsv = [
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
    "4\t1\t1\t1\t1\t0\t10\t20\t90\t30\t-1\t",
    "5\t1\t1\t1\t1\t1\t10\t20\t40\t30\t96.5\t4,000",
    "5\t1\t1\t1\t1\t2\t60\t22\t40\t20\t90\tsteps",
    "5\t1\t1\t1\t2\t1\t10\t80\t40\t30\t50\t ",
    "5\t1\t2\t1\t1\t1\t10\t90\t40\t30\t50\tToday",
  ].join("\n");
  const lines = linesOfTsv(tsv);
  expect(lines.map(({ text }) => text)).toEqual(["4,000 steps", "Today"]);
  expect(lines[0]).toMatchObject({ box: { x: 10, y: 20, width: 90, height: 30 }, confidence: 0.9 });
});

describe("the extractor", () => {
  const [picture] = spreadOverApps(loadSet(join(root, "test", "fixtures")).pictures, 1);
  if (picture === undefined) throw new Error("There are no fixtures.");
  const count = picture.label?.steps;
  const line = (text: string, y: number) => ({
    text,
    box: { x: 100, y, width: 14 * text.length, height: 30 },
    confidence: 0.9,
  });

  test("finds a count in anybody's text, with words or without", async () => {
    expect(await extract(picture, [line(`${count} steps`, 400)])).toMatchObject({
      hasCount: true,
      isChosen: true,
    });
  });

  test("tells a count that is in the text from one that is chosen", async () => {
    const text = [line("12345 steps", 400), line(`0,${count} and ${count}`, 900)];
    expect(await extract(picture, text)).toMatchObject({ hasCount: true, isChosen: false });
    expect(await extract(picture, [line("steps", 400), line(" ", 500)])).toMatchObject({
      hasCount: false,
      isChosen: false,
    });
  });
});

describe("a reader's process", () => {
  const shell = (script: string): Reader => ({ ...reader("shell"), command: ["sh", "-c", script] });
  const start = async (script: string): Promise<ReaderProcess> => {
    const started = await ReaderProcess.start(shell(script), "0");
    if (typeof started === "string") throw new Error(started);
    return started;
  };
  const ready = `echo '{"ready":"shell 1.0"}'`;

  test.each([
    ["says so", `echo '{"unusable":"there is no model"}'`, "there is no model"],
    ["only complains", "echo no such package >&2; exit 1", "it did not start: no such package"],
    ["says nothing", "exit 0", "it did not start: it said nothing"],
  ])("that does not start and %s is told with a reason", async (_what, script, sentence) => {
    expect(await ReaderProcess.start(shell(script), null)).toBe(sentence);
  });

  test("may print what it likes besides its answers", async () => {
    const answer = `{"milliseconds":5,"lines":[],"peakBytes":1}`;
    const process = await start(`${ready}; while read path; do echo "loading $path"; echo '${answer}'; done`);
    expect(process.version).toBe("shell 1.0");
    expect(await process.read("a.png")).toEqual({ milliseconds: 5, lines: [], peakBytes: 1 });
    await process.end();
  });

  test("that runs in another folder is told where a picture really is", async () => {
    const script = `cd /; read path; test -f "$path" && echo '{"failure":"it is there"}'`;
    const process = await start(`${ready}; ${script}`);
    expect(await process.read("package.json")).toBe("it is there");
    await process.end();
  });

  test("that fails on one picture, or dies of it, is told with a reason", async () => {
    const process = await start(`${ready}; read path; echo '{"failure":"no picture"}'; read path; exit 1`);
    expect(await process.read("a.png")).toBe("no picture");
    expect(await process.read("b.png")).toBe("it gave no answer");
    expect(await process.read("c.png")).toBe("it gave no answer");
    await process.end();
  });
});

test.skipIf(!hasProgram("tesseract", "tesseract-ocr") || !hasProgram("taskset", "util-linux"))(
  "the benchmark reads a drawn picture with this program and with the tesseract command",
  async () => {
    const words = [
      "--set",
      "test/fixtures",
      "--pictures",
      "1",
      "--no-warm-up",
      "--parts",
      "readers",
      "--json",
    ];
    const only = ["--only", "ocr-eco auto;tesseract command"];
    const child = Bun.spawn([process.execPath, "scripts/bench.ts", ...words, ...only], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { parts } = JSON.parse(await new Response(child.stdout).text());
    expect(await child.exited).toBe(0);
    const [who, times, text] = parts;
    expect(Object.keys(who.rows)).toEqual(["ocr-eco auto", "tesseract command"]);
    expect(times.rows["tesseract command"]["one core: median"]).toMatch(/^\d+ ms$/);
    expect(text.rows["ocr-eco auto"]).toMatchObject({ pictures: 1, "count comes out right": 1, accepted: 1 });
  },
  60_000,
);
