import { expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import { quickService } from "../support/service.ts";

/** Overwrites a byte in the middle of each file below a folder; says how many there are. */
function damage(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(path, bytes);
  }
  return files.length;
}

/** A service that has read the same picture twice, the second time without any work. */
async function withCachedReading() {
  // One picture for many reports.
  const running = await quickService({ REVIEW_SIGNALS: "none" }).start();
  const s3_url = running.pictures.serveSteps("a.png", 8958);
  const read = async (report_id: number) => {
    await running.submit({ report_id, s3_url });
    await until("it is delivered", () => running.laravel.booked.length === report_id);
    return running.laravel.booked.at(-1)?.body;
  };
  await read(1);
  await read(2);
  return { running, read, cache: join(running.dataFolder, "cache") };
}

for (const kind of ["pictures", "readings", "addresses"] as const) {
  test(`damaged ${kind} in the cache are loaded and read again, with the right number`, async () => {
    const { read, cache } = await withCachedReading();
    expect(damage(join(cache, kind))).toBe(1);
    expect(await read(3)).toMatchObject({ status: "verified", extracted_data: { steps: 8958 } });
    // What was damaged is replaced.
    expect(await read(4)).toMatchObject({ status: "verified", extracted_data: { steps: 8958 } });
  });
}

test("what a busy machine left out of a reading is looked for again when the picture comes again", async () => {
  const running = await quickService({ REVIEW_SIGNALS: "none" }).start();
  const readings = async (name: string) => {
    const s3_url = running.pictures.serveSteps(name, 8958);
    const report_id = running.laravel.booked.length + 1;
    await running.submit({ report_id, s3_url });
    await until("it is delivered", () => running.laravel.booked.length === report_id);
    return [...new Bun.Glob("cache/readings/**/*").scanSync(running.dataFolder)].length;
  };
  expect(await readings("hurried.png")).toBe(0);
  expect(await readings("a.png")).toBe(1);
});
