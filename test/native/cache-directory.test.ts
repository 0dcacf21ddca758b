import { describe, expect, test } from "bun:test";
import { chmodSync, chownSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheCandidates, prepareFolder } from "../../src/native/cache-directory.ts";
import { temporaryFolder } from "../support/temporary.ts";

const me = process.getuid?.() ?? 0;
const somebodyElse = 4242;

describe("where the native libraries are kept", () => {
  const candidates = (env: Record<string, string>) =>
    cacheCandidates({ env, temporaryFolder: "/tmp", user: 7 });

  test("is the folder a person chose, before all others", () => {
    expect(candidates({ OCR_ECO_CACHE_DIR: "/chosen", XDG_CACHE_HOME: "/xdg", HOME: "/home/a" })).toEqual([
      "/chosen",
      "/xdg/ocr-eco",
      "/home/a/.cache/ocr-eco",
      "/tmp/ocr-eco-7",
    ]);
  });

  test("is a folder with the user's id in the temporary folder when nothing is set", () => {
    expect(candidates({})).toEqual(["/tmp/ocr-eco-7"]);
  });

  test("never depends on the working directory", () => {
    expect(candidates({ OCR_ECO_CACHE_DIR: "here", XDG_CACHE_HOME: "", HOME: "." })).toEqual([
      "/tmp/ocr-eco-7",
    ]);
  });

  test("is tried once even when two variables name it", () => {
    expect(candidates({ XDG_CACHE_HOME: "/home/a/.cache", HOME: "/home/a" })).toHaveLength(2);
  });
});

describe("a folder for native libraries", () => {
  test("is made where it is missing, and nobody else can write to it", () => {
    const folder = prepareFolder(join(temporaryFolder(), "a", "b"), "key", me);
    expect(lstatSync(folder).mode & 0o022).toBe(0);
    expect(prepareFolder(join(folder, ".."), "key", me)).toBe(folder);
  });

  test("may lie in a folder that is open to all but sticky, like /tmp", () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o1777);
    expect(prepareFolder(folder, "key", me)).toBe(join(folder, "key"));
  });

  test("is refused in a folder where others can replace it", () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    expect(() => prepareFolder(folder, "key", me)).toThrow("can be written to by other users");
  });

  test("is refused when others can write to it", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "key"));
    chmodSync(join(folder, "key"), 0o775);
    expect(() => prepareFolder(folder, "key", me)).toThrow("can be written to by other users");
  });

  test("is refused when it is a link, a file, or not a folder's child", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "elsewhere"));
    symlinkSync(join(folder, "elsewhere"), join(folder, "key"));
    expect(() => prepareFolder(folder, "key", me)).toThrow("is not a folder");
    writeFileSync(join(folder, "file"), "");
    expect(() => prepareFolder(join(folder, "file"), "key", me)).toThrow();
  });

  test("is refused when it belongs to another user", () => {
    const folder = temporaryFolder();
    // Only root can give a folder away; anybody else can pretend to be another user.
    if (me === 0) chownSync(folder, somebodyElse, somebodyElse);
    const user = me === 0 ? 0 : somebodyElse;
    expect(() => prepareFolder(folder, "key", user)).toThrow("belongs to another user");
  });
});
