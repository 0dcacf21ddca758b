import { describe, expect, test } from "bun:test";
import { readInventory } from "../../src/native/components.ts";

const { components, texts, versions } = await readInventory();

describe("the inventory of other people's work", () => {
  test("knows a licence and a source for everything", () => {
    const incomplete = components.filter(
      ({ license, source }) => license === "" || license === "unknown" || !source.startsWith("https://"),
    );
    expect(incomplete).toEqual([]);
  });

  test.each([
    "Bun",
    "sharp",
    "libvips",
    "onnxruntime-node",
    "tesseract.js",
    "tesseract.js-core",
    "detect-libc",
  ])("names %s with its version", (name) => {
    expect(components.find((component) => component.name === name)?.version).toMatch(/^\d+\.\d+/);
  });

  test("names the libraries inside libvips with their versions", () => {
    const inside = components.filter(({ kind }) => kind === "library");
    expect(inside.length).toBeGreaterThan(20);
    expect(inside.find(({ name }) => name === "libheif, in libvips")?.version).toMatch(/^\d/);
  });

  test("carries the texts that the LGPL wants beside every copy", () => {
    expect(texts.map(({ title }) => title)).toEqual(
      expect.arrayContaining(["LGPL-3.0", "GPL-3.0", "LGPL-2.1"]),
    );
  });

  test("knows the versions of what reads the pictures", () => {
    for (const version of Object.values(versions)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
