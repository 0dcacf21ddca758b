import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { wordsOf } from "../../scripts/draw/index.ts";
import { documents } from "../../scripts/text-errors/document-texts.ts";
import { drawDocument } from "../../scripts/text-errors/documents.ts";
import { drawPage } from "../../scripts/text-errors/page.ts";
import { type Errors, errorsIn, rateOf, together } from "../../scripts/text-errors/rate.ts";
import {
  aboveTheirs,
  kindsOf,
  oftenWrong,
  type Result,
  theirErrors,
} from "../../scripts/text-errors/result.ts";
import { pages } from "../../scripts/text-errors/texts.ts";
import { hasProgram } from "../support/requires.ts";

const hasCommand =
  hasProgram("tesseract", "tesseract-ocr") &&
  existsSync("/usr/share/tesseract-ocr/5/tessdata/ind.traineddata");
const script = join(import.meta.dir, "..", "..", "scripts", "text-errors.ts");

describe("the character error rate", () => {
  test.each([
    ["nothing is wrong", "Satu langkah", "Satu langkah", 0],
    ["a letter is another one", "Satu Iangkah", "Satu langkah", 1],
    ["a letter is lost", "Sau langkah", "Satu langkah", 1],
    ["a space is lost", "Satulangkah", "Satu langkah", 1],
    ["a letter is invented", "Satuu langkah", "Satu langkah", 1],
    ["nothing was read", "", "Satu langkah", 12],
    ["words changed places", "langkah Satu", "Satu langkah", 10],
    ["a character of two units is another one", "a😀c", "a🙂c", 1],
  ])("counts edits: %s", (_, read, reference, edits) => {
    expect(errorsIn(read, reference)).toEqual({ edits, characters: [...reference].length });
    expect(errorsIn(reference, read).edits).toBe(edits);
  });

  test("does not count how lines are broken, nor composed letters", () => {
    expect(errorsIn("one\ntwo\r\n\n three\f", " one two\tthree").edits).toBe(0);
    expect(errorsIn("cafe\u0301", "caf\u00e9").edits).toBe(0);
  });

  test("weighs texts by their length", () => {
    const all = [
      { edits: 1, characters: 1 },
      { edits: 0, characters: 99 },
    ];
    expect(rateOf(together(all))).toBe(0.01);
    expect(rateOf({ edits: 0, characters: 0 })).toBe(0);
    expect(rateOf({ edits: 2, characters: 0 })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the pages of text", () => {
  test("have at least 150 words in each language", () => {
    for (const language of ["eng", "ind"]) {
      const own = pages.filter((page) => page.language === language);
      const words = own.flatMap(({ paragraphs }) => paragraphs.flat().flatMap((part) => part.split(" ")));
      expect(words.length, language).toBeGreaterThanOrEqual(150);
    }
  });

  test.each([14, 20, 32])("print in %i px what their reference says, on the page", (size) => {
    for (const page of pages) {
      const { svg, reference } = drawPage(page, "Roboto", size);
      expect(errorsIn(wordsOf(svg), reference).edits).toBe(0);
      const [width = 0, height = 0] = [...svg.matchAll(/ (?:width|height)="(\d+)"/g)].map(([, value]) =>
        Number(value),
      );
      for (const [, x = "", y = ""] of svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"/g)) {
        expect(Number(x)).toBeLessThan(width);
        expect(Number(y)).toBeLessThan(height);
      }
    }
  });
});

describe("documents", () => {
  test.each([150, 300])("print at %i dpi what their reference says", (dpi) => {
    for (const document of documents) {
      const { svg, reference } = drawDocument(document, dpi);
      expect(errorsIn(wordsOf(svg), reference).edits, document.kind).toBe(0);
    }
  });

  test("grow with their dots an inch", () => {
    const widths = [150, 300].map((dpi) =>
      documents.map((document) => Number(/ width="(\d+)"/.exec(drawDocument(document, dpi).svg)?.[1])),
    );
    for (const [index, width] of (widths[0] ?? []).entries())
      expect(widths[1]?.[index]).toBeWithin(2 * width - 1, 2 * width + 2);
  });

  const of = (page: string, ours: number, theirs: number | null, dpi: number | null = 150): Result => ({
    ...{ language: "eng", face: "Roboto", size: 20, page, dpi },
    ours: { edits: ours, characters: 100 },
    theirs: theirs === null ? null : { edits: theirs, characters: 100 },
  });

  test("are judged kind by kind, beside the command and by themselves, and plain text as one", () => {
    const results = [of("table", 0, 1), of("table", 2, 0), of("letter", 3, 3), of("note", 9, 8, null)];
    expect(aboveTheirs(results)).toEqual(["plain text", "table"]);
    expect(oftenWrong(results)).toEqual(["letter"]);
    expect(aboveTheirs([of("table", 5, null)])).toEqual([]);
  });

  test.skipIf(!hasCommand)(
    "of 150 dots an inch are read with fewer wrong characters than the tesseract command reads, in the same order",
    async () => {
      const child = Bun.spawn([process.execPath, script, "--json", "--only=-150"], {
        stdout: "pipe",
        stderr: "ignore",
      });
      const results: Result[] = JSON.parse(await new Response(child.stdout).text());
      expect(kindsOf(results).sort()).toEqual(documents.map(({ kind }) => kind).sort());
      expect(results.every(({ dpi, theirs }) => dpi === 150 && theirs !== null)).toBeTrue();
      expect(oftenWrong(results)).toEqual([]);
      expect(rateOf(together(results.map(({ ours }) => ours)))).toBeLessThan(
        rateOf(theirErrors(results) ?? together([])),
      );
    },
  );
});

describe("the script", () => {
  test("prints our own rate without the tesseract command, and how to install it", async () => {
    const child = Bun.spawn([process.execPath, script, "--only", "ind-note-serif-20"], {
      env: { ...process.env, PATH: "/nowhere" },
      stdout: "pipe",
      stderr: "pipe",
    });
    const [stdout, stderr] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    expect({ stderr, exitCode: await child.exited }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toMatch(/total +│ \d+ +│ \d\.\d\d +│\n/);
    expect(stdout).toContain("apt-get install tesseract-ocr tesseract-ocr-ind");
  });

  test("names each page in --json, with the errors of both", async () => {
    const child = Bun.spawn([process.execPath, script, "--json", "--only", "eng-receipt-roboto-32"], {
      env: { ...process.env, PATH: "/nowhere" },
      stdout: "pipe",
      stderr: "ignore",
    });
    const results: { ours: Errors }[] = JSON.parse(await new Response(child.stdout).text());
    expect(results).toHaveLength(1);
    const [result = { ours: { edits: 1, characters: 0 } }] = results;
    expect(result).toMatchObject({
      language: "eng",
      page: "receipt",
      face: "Roboto",
      size: 32,
      theirs: null,
    });
    expect(rateOf(result.ours)).toBeLessThan(0.1);
  });
});
