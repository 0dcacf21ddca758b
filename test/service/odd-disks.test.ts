import { expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { ocrEcoCommand } from "../support/cli.ts";
import { canMount, withDisk } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Runs a command of `ocr-eco` whose data folder is a disk with these options, until it ends. */
async function onDisk(options: string, ...words: string[]) {
  const dataFolder = join(temporaryFolder(), "data");
  mkdirSync(dataFolder);
  const command = [...ocrEcoCommand, ...words];
  const child = Bun.spawn(withDisk(dataFolder, options, command), {
    cwd: dirname(dataFolder),
    env: { PATH: process.env["PATH"] ?? "", DATA_DIR: dataFolder, PORT: "0", HOST: "127.0.0.1" },
    stdout: "ignore",
    stderr: "pipe",
  });
  const stderr = await new Response(child.stderr).text();
  return { dataFolder, stderr, exitCode: await child.exited };
}

const isAble = canMount();

test.skipIf(!isAble).each([4, 8, 16, 40, 80])(
  "a first start on a disk of %d KiB ends with a sentence",
  async (kilobytes) => {
    const { dataFolder, stderr, exitCode } = await onDisk(`size=${kilobytes}k`, "serve");
    expect([exitCode, stderr.split("\n").length]).toEqual([1, 2]);
    expect(stderr).toContain(dataFolder);
    expect(stderr).toMatch(/Make room|Check its disk/);
  },
);

test.skipIf(!isAble).each(["serve", "keys new laravel", "restore --empty"])(
  "on a disk that is for reading only, %s ends with a sentence",
  async (words) => {
    const { stderr, exitCode } = await onDisk("ro", ...words.split(" "));
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("(EROFS)")]);
    expect(stderr).not.toContain("Something went wrong");
  },
);
