import { describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { countsFor } from "../../cli/plan/capacity.ts";
import { planSchema } from "../../cli/plan/document.ts";
import { measure, type Picture } from "../../cli/plan/measure.ts";
import { ownPictures } from "../../cli/plan/pictures.ts";
import { disturbancesOf } from "../../cli/plan/plan.ts";
import { fixture } from "../../scripts/common/fixtures.ts";
import { childrenOf, isAlive, until } from "../../scripts/rig/processes.ts";
import type { Failure } from "../../src/errors.ts";
import { cores } from "../../src/host/resources.ts";
import type { WorkerPool } from "../../src/workers/pool.ts";
import { ocrEco, ocrEcoCommand } from "../support/cli.ts";
import { examplesIn } from "../support/examples.ts";
import { failureOf } from "../support/failure.ts";
import { executed } from "../support/io.ts";
import { violations } from "../support/json-schema.ts";
import { fakeWorker, testPool } from "../support/pool.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const counts = countsFor(Math.min(256, cores().count));
/** As short as it may be on this machine. */
const seconds = String(4 * counts.length);
const plan = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  ocrEco(["plan", ...words], { cwd: temporaryFolder(), env });

describe("ocr-eco plan", () => {
  test("does what its help shows, as words and as JSON of its schema", async () => {
    const { stdout: help } = await executed(["plan", "--help"]);
    const examples = examplesIn(help);
    expect(examples.length).toBeGreaterThan(3);
    const folder = join(temporaryFolder(), "screenshots");
    mkdirSync(folder);
    copyFileSync(fixture("images", "samsung-home-en-light.png"), join(folder, "one.png"));
    const ended = await Promise.all(
      examples.map(async (words) => {
        const here = words.map((word) => (word === "screenshots/" ? folder : word));
        return {
          words,
          ...(await executed([...here, "--seconds", seconds], { worker: fakeWorker("reads-slowly") })),
        };
      }),
    );
    for (const { words, exitCode, stdout } of ended) {
      expect([words, exitCode]).toEqual([words, 0]);
      if (words.includes("--json")) {
        const document = planSchema.parse(JSON.parse(stdout));
        expect(violations(z.toJSONSchema(planSchema), JSON.parse(stdout))).toEqual([]);
        expect(document.measured.map(({ worker_count: workers }) => workers)).toEqual(counts);
        for (const row of document.measured) expect(row.pictures).toBeGreaterThanOrEqual(row.worker_count);
        expect(document.measured.filter(({ recommended }) => recommended)).toHaveLength(1);
        expect(document.demand).toMatchObject({ peak_pictures: 1400, peak_pictures_per_minute: 11.7 });
        expect(document.suggestion.MAX_QUEUE_SIZE).toBeGreaterThan(0);
      } else {
        expect(stdout).toMatch(/^ {2}→ +\d+ +[\d ]+\.?\d* +[\d ]+\.?\d* +[\d.]+ [MG]B +[\d.]+ %$/m);
        expect(stdout).toMatch(/^set +WORKER_COUNT=\d+ MAX_QUEUE_SIZE=\d+/m);
        expect(stdout).toContain(words.includes("--images") ? `1 picture of ${folder}` : "drawn screenshots");
      }
    }
  });

  test("says in one line that a service runs here, and measures all the same", async () => {
    const running = await quickService().start();
    const { exitCode, stdout, stderr } = await plan(
      ["--users-per-day", "7000", "--seconds", seconds, "--json"],
      { DATA_DIR: running.dataFolder },
    );
    const sentence = `A service runs here (process ${running.pid}): too little is measured, unless it has nothing to do.`;
    expect(exitCode).toBe(0);
    expect(stderr.split("\n")).toContain(`ocr-eco: ${sentence}`);
    const { warnings, measured } = planSchema.parse(JSON.parse(stdout));
    expect(warnings).toContain(sentence);
    // Its workers are real ones, with models.
    for (const { memory_mb: megabytes } of measured) expect(megabytes).toBeGreaterThan(100);
  });

  test.each([
    ["no users", ["--users-per-day", "0"], /whole number from 1 to 100000000/],
    ["more users than there are people", ["--users-per-day", "9000000000"], /whole number from 1 to/],
    ["users that are not said", [], /users-per-day/],
    ["a share over all", ["--users-per-day", "7", "--peak-share", "101"], /number from 1 to 100/],
    ["a peak of no time", ["--users-per-day", "7", "--peak-hours", "0"], /number from 0.1 to 24/],
    ["no pictures of anybody", ["--users-per-day", "7", "--pictures-per-user", ""], /number from 0.01 to/],
    ["too few seconds", ["--users-per-day", "7", "--seconds", "1"], /at least \d+\./],
  ])("refuses %s in one sentence, with status 2", async (_, words, what) => {
    const { exitCode, stdout, stderr } = await executed(["plan", ...words]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^ocr-eco: [A-Z-][^\n]+\n$/i);
    expect(stderr).toMatch(what);
  });

  test("refuses a wrong setting in one sentence, with status 2", async () => {
    const { exitCode, stdout, stderr } = await plan(["--users-per-day", "7"], {
      OCR_TIMEOUT_SECONDS: "soon",
    });
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^ocr-eco: [^\n]+OCR_TIMEOUT_SECONDS[^\n]+\n$/);
  });

  test("says that a folder has no pictures, or is none", async () => {
    const folder = temporaryFolder();
    const empty = await executed(["plan", "--users-per-day", "7", "--images", folder]);
    expect([empty.exitCode, empty.stderr]).toEqual([
      1,
      expect.stringMatching(/^ocr-eco: .+ holds no pictures\. [^\n]+\n$/),
    ]);
    const missing = await executed(["plan", "--users-per-day", "7", "--images", join(folder, "nowhere")]);
    expect([missing.exitCode, missing.stderr]).toEqual([
      1,
      expect.stringMatching(/^ocr-eco: .+ does not exist\. [^\n]+\n$/),
    ]);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("ends with its workers by %s", async (signal) => {
    const program = Bun.spawn([...ocrEcoCommand, "plan", "--users-per-day", "7000"], {
      cwd: temporaryFolder(),
      stdin: "ignore",
      stdout: "pipe",
      stderr: "ignore",
      detached: true,
    });
    await until("a worker runs", () => childrenOf(program.pid).length > 0);
    const workers = childrenOf(program.pid);
    // As Ctrl-C does it: to the program and to its workers.
    if (signal === "SIGINT") process.kill(-program.pid, signal);
    else program.kill(signal);
    await program.exited;
    await until("no worker is left", () => !workers.some(isAlive));
    expect(program.signalCode ?? program.exitCode).not.toBe(0);
    expect(await new Response(program.stdout).text()).toBe("");
  });
});

describe("a measurement", () => {
  const picture = (name: string): Picture => ({ name, bytes: new TextEncoder().encode("5 steps") });
  const pool = (size: number, mode = "reads") => testPool({ size, command: fakeWorker(mode) });
  const wanted = { seconds: 1, onLeftOut() {} };
  /** All its workers have started: on a busy machine that takes longer than a measurement. */
  const warmPool = async (size: number): Promise<WorkerPool> => {
    const workers = pool(size);
    await Promise.all(Array.from({ length: size }, () => workers.read("slow", new Uint8Array())));
    await until("all workers are up", () => workers.load.idle === size);
    return workers;
  };

  test("reads with one worker more after the other, and tells what each number of them did", async () => {
    const workers = await warmPool(2);
    const { measured, late, memoryKind } = await measure(workers, [picture("slow")], {
      ...wanted,
      counts: [1, 2],
    });
    expect(measured.map((each) => each.workers)).toEqual([1, 2]);
    for (const { pictures, perMinute, memoryMb, coreShare, workers: count } of measured)
      expect([pictures >= count, perMinute > 0, memoryMb > 0, coreShare >= 0]).toEqual(Array(4).fill(true));
    expect([late, memoryKind, workers.processIds.length]).toEqual([[], "pss", 2]);
  });

  test("names the numbers of workers that did not get ready", async () => {
    const { measured, late } = await measure(await warmPool(2), [picture("slow")], {
      ...wanted,
      counts: [1, 3],
    });
    expect([measured.map(({ workers }) => workers), late]).toEqual([[1], [3]]);
  });

  test("leaves out a picture that cannot be read, once, and goes on with the others", async () => {
    const leftOut: Failure[] = [];
    const { measured } = await measure(await warmPool(2), [picture("bad"), picture("slow")], {
      ...wanted,
      counts: [1, 2],
      onLeftOut: (failure) => leftOut.push(failure),
    });
    expect(leftOut).toEqual([{ code: "IMAGE_CORRUPT", message: "bad" }]);
    expect(measured).toHaveLength(2);
  });

  test("fails when no picture can be read, and when no worker starts", async () => {
    const counted = { ...wanted, counts: [1] };
    expect((await failureOf(() => measure(pool(1), [picture("bad")], counted))).code).toBe("IMAGE_CORRUPT");
    expect((await failureOf(() => measure(pool(1, "dies-at-start"), [picture("slow")], counted))).code).toBe(
      "WORKERS_UNAVAILABLE",
    );
  });
});

test("the screenshots that are brought along are read, and small", async () => {
  const pictures = ownPictures();
  const pool = testPool();
  for (const { name, bytes } of pictures) {
    const { reading } = await pool.read(name, bytes);
    expect([reading.status, reading.image.width]).toEqual(["verified", 1170]);
  }
  expect(pictures.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(600_000);
});

describe("what disturbs a measurement", () => {
  test("is a service, and others' load from a quarter of the cores on", () => {
    expect(disturbancesOf(null, 0.9, 4)).toEqual([]);
    expect(disturbancesOf(null, 1.1, 4)).toEqual([expect.stringContaining("was 1.1 on 4 cores")]);
    expect(disturbancesOf(42, 0, 4)).toEqual([expect.stringContaining("(process 42)")]);
  });
});
