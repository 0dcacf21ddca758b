import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import tesseractJs from "tesseract.js/package.json";
import core from "tesseract.js-core/package.json";
import { elfArchitecture } from "../../scripts/build/elf.ts";
import { onlyMatch } from "../../scripts/build/stage.ts";
import { assetPath } from "../../src/native/assets.ts";
import { dataFiles, nativeFiles } from "../../src/native/catalog.ts";
import { isCompiled } from "../../src/native/embedded.ts";

const root = join(import.meta.dir, "..", "..");
const architecture = process.arch === "arm64" ? "arm64" : "x64";

describe("the catalogue of embedded files", () => {
  test.each(dataFiles.map((file) => file.name))("%s can be read from source", (name) => {
    expect(isCompiled).toBe(false);
    expect(existsSync(assetPath(name))).toBe(true);
  });

  test("holds WebAssembly where it says WebAssembly, and gzip where it says gzip", () => {
    for (const { name } of dataFiles) {
      const head = readFileSync(assetPath(name)).subarray(0, 4).toString("latin1");
      if (name.endsWith(".wasm")) expect(head).toBe("\0asm");
      if (name.endsWith(".gz")) expect(head).toStartWith("\x1f\x8b");
    }
  });

  test("gives every file a name of its own", () => {
    expect(new Set(dataFiles.map((file) => file.name)).size).toBe(dataFiles.length);
  });

  test.each(nativeFiles(architecture))("names one library for this machine: $package $path", (file) => {
    const library = onlyMatch(join(root, "node_modules", file.package), file.path);
    expect(elfArchitecture(library)).toBe(architecture);
  });

  test.each(["x64", "arm64"] as const)("names one file to load per addon on %s", (other) => {
    const entries = nativeFiles(other).filter((file) => file.entry);
    expect(entries.map((file) => file.addon).sort()).toEqual(["onnxruntime", "sharp"]);
  });

  test.each(["x64", "arm64"] as const)("names only packages that the lock file pins, on %s", (other) => {
    const lock = readFileSync(join(root, "bun.lock"), "utf8");
    for (const file of [...dataFiles, ...nativeFiles(other)])
      if (file.package !== null) expect(lock).toContain(`"${file.package}@`);
  });
});

test("the one core of tesseract that is installed is the one that tesseract.js is made for", () => {
  const modules = join(root, "node_modules");
  expect(Bun.semver.satisfies(core.version, tesseractJs.dependencies["tesseract.js-core"])).toBe(true);
  expect(existsSync(join(modules, "tesseract.js", "node_modules"))).toBe(false);
});

test("a file that is no ELF file has no architecture", () => {
  expect(elfArchitecture(join(root, "package.json"))).toBeUndefined();
});
