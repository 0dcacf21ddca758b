import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ensureLibrary } from "../../src/native/extract.ts";
import { libraryOf } from "../support/library.ts";
import { temporaryFolder } from "../support/temporary.ts";

const content = randomBytes(3 * 1024 * 1024 + 17);
const library = libraryOf(content);

/** Extracts once, lets `damage` do its worst, and returns what the next start finds. */
function afterDamage(damage: (path: string) => void): { content: Buffer; rewritten: boolean } {
  const folder = temporaryFolder();
  damage(ensureLibrary(folder, library, () => [content]));
  let rewritten = false;
  const path = ensureLibrary(folder, library, () => {
    rewritten = true;
    return [content];
  });
  return { content: readFileSync(path), rewritten };
}

describe("a library in the cache", () => {
  test("is written once and then only checked", () => {
    const { content: found, rewritten } = afterDamage(() => {});
    expect(found.equals(content)).toBe(true);
    expect(rewritten).toBe(false);
  });

  test("heals when it was cut short", () => {
    const { content: found } = afterDamage((path) => writeFileSync(path, content.subarray(0, 1000)));
    expect(found.equals(content)).toBe(true);
  });

  test("heals when one bit was flipped", () => {
    const flipped = Buffer.from(content);
    flipped[2_000_000] = (flipped[2_000_000] ?? 0) ^ 1;
    const { content: found } = afterDamage((path) => writeFileSync(path, flipped));
    expect(found.equals(content)).toBe(true);
  });

  test("replaces a link that somebody put in its place, and leaves the link's target alone", () => {
    const folder = temporaryFolder();
    const target = join(folder, "target");
    writeFileSync(target, content);
    mkdirSync(join(folder, "lib"));
    symlinkSync(target, join(folder, library.path));
    const path = ensureLibrary(folder, library, () => [content]);
    expect(lstatSync(path).isSymbolicLink()).toBe(false);
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  test("leaves no temporary file behind, and removes those of processes that were killed", () => {
    const folder = temporaryFolder();
    const abandoned = join(folder, "lib", ".lib.so.1.abc.tmp");
    const fresh = join(folder, "lib", ".lib.so.2.def.tmp");
    mkdirSync(join(folder, "lib"));
    for (const path of [abandoned, fresh]) writeFileSync(path, "half");
    utimesSync(abandoned, 0, 0);
    ensureLibrary(folder, library, () => [content]);
    expect(readdirSync(join(folder, "lib")).sort()).toEqual([".lib.so.2.def.tmp", "lib.so"]);
  });

  test("is whole for each of eight processes that start at once on a cold cache", async () => {
    const folder = temporaryFolder();
    const source = join(folder, "source");
    writeFileSync(source, content);
    const script = join(import.meta.dir, "..", "support", "extract-once.ts");
    const racers = Array.from({ length: 8 }, () =>
      Bun.spawn([process.execPath, script, join(folder, "cache"), source], { stdout: "pipe" }),
    );
    const hashes = await Promise.all(racers.map((racer) => new Response(racer.stdout).text()));
    expect(hashes).toEqual(Array.from({ length: 8 }, () => `${library.checksum}\n`));
    expect(readdirSync(join(folder, "cache", "lib"))).toEqual(["lib.so"]);
  });
});
