import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillInLayout } from "../../scripts/build/layout.ts";
import { type EmbeddedReader, fileReader } from "../../src/native/embedded.ts";
import { layoutFile, layoutName, unknownLayout } from "../../src/native/layout.ts";
import { temporaryFolder } from "../support/temporary.ts";

const model = randomBytes(100_000);
const library = randomBytes(5_000);

/** A file that holds two others and a layout that nobody has filled in, as the bundler would write it. */
function executable(...parts: readonly Uint8Array[]): { path: string; staged: string } {
  const folder = temporaryFolder();
  const [path, staged] = [join(folder, "executable"), join(folder, "staged")];
  mkdirSync(join(staged, "native"), { recursive: true });
  writeFileSync(join(staged, "model"), model);
  writeFileSync(join(staged, "native", "library"), library);
  writeFileSync(path, Buffer.concat(parts));
  return { path, staged };
}

/** The layout of a file as the process that runs it finds it. */
function layoutOf(path: string): Uint8Array {
  const bytes = readFileSync(path);
  const start = bytes.indexOf('{"files"');
  return bytes.subarray(start, start + unknownLayout.length);
}

function finished(): { path: string; layout: Uint8Array } {
  const { path, staged } = executable(randomBytes(999), library, unknownLayout, randomBytes(5), model);
  fillInLayout(path, staged, ["model", "native/library"]);
  return { path, layout: layoutOf(path) };
}

function readerOf({ path, layout }: { path: string; layout: Uint8Array }): EmbeddedReader {
  const reader = fileReader(path, layout);
  if (reader === null) throw new Error("The file was not taken for the one of the layout.");
  return reader;
}

describe("an embedded file", () => {
  test("is read from the executable's file, whole or in part", () => {
    const read = readerOf(finished());
    expect(Buffer.compare(read("model"), model)).toBe(0);
    expect(Buffer.compare(read("native/library"), library)).toBe(0);
    expect(Buffer.compare(read("native/library", 10, 30), library.subarray(10, 40))).toBe(0);
    expect(Buffer.compare(read("native/library", 4_990, 30), library.subarray(4_990))).toBe(0);
  });

  test("is not looked for in a file that is another one", () => {
    const { path, layout } = finished();
    const other = executable(randomBytes(200_000)).path;
    expect(fileReader(other, layout)).toBeNull();
    expect(fileReader(join(path, "nowhere"), layout)).toBeNull();
  });

  test("is not looked for where the build has not said where it is", () => {
    const { path } = executable(unknownLayout, model);
    expect(fileReader(path, unknownLayout)).toBeNull();
  });

  test("that the file ends within is no shorter one", () => {
    const made = finished();
    const read = readerOf(made);
    truncateSync(made.path, readFileSync(made.path).length - 1);
    expect(() => read("model")).toThrow("ends within model");
    expect(() => read("nothing")).toThrow("There is no embedded file called nothing.");
  });
});

describe("the layout that the build writes", () => {
  test("changes nothing else of the executable", () => {
    const parts = [randomBytes(999), library, unknownLayout, model] as const;
    const { path, staged } = executable(...parts);
    fillInLayout(path, staged, ["model"]);
    expect(Buffer.compare(readFileSync(path), Buffer.concat(parts))).not.toBe(0);
    expect(
      Buffer.compare(readFileSync(path), Buffer.concat([parts[0], library, layoutOf(path), model])),
    ).toBe(0);
  });

  test("is refused for an executable that lacks a file, has no place for it, or two", () => {
    const lacking = executable(unknownLayout, library);
    expect(() => fillInLayout(lacking.path, lacking.staged, ["model"])).toThrow("does not hold model");
    const without = executable(model);
    expect(() => fillInLayout(without.path, without.staged, ["model"])).toThrow(
      `does not hold ${layoutName}`,
    );
    const twice = executable(unknownLayout, model, unknownLayout);
    expect(() => fillInLayout(twice.path, twice.staged, ["model"])).toThrow("two layouts");
  });

  test("says so when it has no room for all files", () => {
    const files = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`file ${index}`, [index, 1]] as const),
    );
    expect(() => layoutFile({ files })).toThrow("has no room");
  });
});
