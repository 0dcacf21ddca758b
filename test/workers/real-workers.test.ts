import { beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { fixture, fixtureBytes } from "../../scripts/common/fixtures.ts";
import { childrenOf, isAlive, residentMegabytes, until } from "../../scripts/rig/processes.ts";
import { failureOf } from "../support/failure.ts";
import { testPool, workerCommand } from "../support/pool.ts";
import { temporaryFolder } from "../support/temporary.ts";

const screen = "samsung-home-en-light.png";
const bytes = fixtureBytes("images", screen);
let steps: number;

beforeAll(async () => {
  steps = (await Bun.file(fixture("labels.json")).json())[screen].steps;
});

describe("a real worker", () => {
  test("reads a picture, survives Ctrl-C, and when it is killed amid a picture another one reads it", async () => {
    const pool = testPool();
    const first = await pool.read(screen, bytes);
    expect(first.reading.steps).toBe(steps);
    expect(first.overlay).toBeNull();

    const [pid = 0] = pool.processIds;
    process.kill(pid, "SIGINT");
    const again = pool.read(screen, bytes);
    process.kill(pid, "SIGINT");
    expect((await again).reading.steps).toBe(steps);
    expect(pool.processIds).toEqual([pid]);

    const third = pool.read(screen, bytes);
    // It has the picture and is busy for most of a second.
    await Bun.sleep(50);
    process.kill(pid, "SIGKILL");
    expect((await third).reading.steps).toBe(steps);
    expect(pool.processIds).not.toContain(pid);
  });

  test("draws what it found when that is wanted", async () => {
    const { overlay, reading } = await testPool().read(screen, bytes, { overlay: true });
    expect(overlay?.subarray(1, 4)).toEqual(new TextEncoder().encode("PNG"));
    expect(overlay?.length).toBeGreaterThan(10_000);
    expect(reading.evidence).not.toBeNull();
  });

  test("gives a picture in a format that every browser shows, and goes on reading", async () => {
    const pool = testPool();
    const heic = readFileSync(fixture("broken", "photo.heic"));
    const { width, height } = (await pool.read("photo.heic", heic)).reading.image;
    const view = await sharp(await pool.view("photo.heic", heic, 60)).metadata();
    expect([view.format, view.width, view.height]).toEqual(["webp", width, height]);
    const refused = await failureOf(() => pool.view("empty.png", new Uint8Array(), 60));
    expect(refused.code).toBe("IMAGE_EMPTY");
    expect((await pool.read(screen, bytes)).reading.steps).toBe(steps);
    expect(pool.processIds.length).toBe(1);
  });

  test("is replaced by one with another process id after its pictures are done", async () => {
    const pool = testPool({ picturesPerWorker: 1, engines: { ...paddleOnly } });
    const empty = failureOf(() => pool.read("empty.png", new Uint8Array()));
    await until("there is a worker", () => pool.processIds.length === 1);
    const before = pool.processIds;
    expect((await empty).code).toBe("IMAGE_EMPTY");
    expect((await failureOf(() => pool.read("empty.png", new Uint8Array()))).code).toBe("IMAGE_EMPTY");
    expect(before.filter(isAlive)).toEqual([]);
  });
});

const paddleOnly = { engine: "paddle", languages: ["eng", "ind"], dataFolder: null } as const;

describe("a language", () => {
  test("that is unknown fails the picture with one sentence", async () => {
    const pool = testPool({ engines: { engine: "tesseract", languages: ["xyz"], dataFolder: null } });
    const failure = await failureOf(() => pool.read(screen, bytes));
    expect(failure.code).toBe("LANGUAGE_UNKNOWN");
    expect(failure.message).toContain("xyz");
  });

  // `auto` reads with tesseract when other languages are asked for than the usual ones.
  test.each([
    ["tesseract", ["eng", "ind"]],
    ["auto", ["eng", "own"]],
  ] as const)(
    "whose data is damaged fails the picture and hangs nobody, with the engine %s",
    async (engine, languages) => {
      const dataFolder = temporaryFolder();
      for (const language of languages) {
        writeFileSync(join(dataFolder, `${language}.traineddata`), Buffer.alloc(4096, 7));
      }
      const pool = testPool({ engines: { engine, languages, dataFolder } });
      const failure = await failureOf(() => pool.read(screen, bytes));
      expect(failure.code).toBe("LANGUAGE_CORRUPT");
      expect(failure.message).toContain(languages.join("+"));
      expect(failure.message).toContain(dataFolder);
    },
  );
});

test("workers end at once when the program that started them is killed", async () => {
  const main = workerCommand[1];
  const program = Bun.spawn(
    [process.execPath, main, "run", "--workers", "2", "--engine", "paddle", fixture("images")],
    { stdout: "ignore", stderr: "ignore" },
  );
  await until("both workers run", () => childrenOf(program.pid).length === 2);
  const workers = childrenOf(program.pid);
  // They ask the kernel to be ended with their parent before they load what makes them large.
  await until("they load their engines", () => workers.every((pid) => residentMegabytes(pid) > 150));
  // A stopped process cannot notice by itself that the pipe to its parent is gone.
  for (const pid of workers) process.kill(pid, "SIGSTOP");
  program.kill("SIGKILL");
  await program.exited;
  await until("no worker is left", () => !workers.some(isAlive));
});
