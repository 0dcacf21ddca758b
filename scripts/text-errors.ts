/**
 * Prints how many characters of plain text we read wrong, beside Debian's tesseract command: made-up letters, notes
 * and receipts in English and Indonesian, in two type faces and three sizes.
 *
 *   bun scripts/text-errors.ts [--json] [--only <words>] [--out <folder>] [--install]
 *
 * --only takes the pages whose names contain the words, such as ind-letter; --out keeps each page with its text and
 * what was read; --install installs the command (needs root).
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { plainText } from "../cli/output/text.ts";
import { runWithoutTelemetry } from "./common/without-telemetry.ts";
import { runWithOwnFonts } from "./draw/fonts.ts";
import { drawPage } from "./text-errors/page.ts";
import { type Errors, errorsIn, rateOf, together } from "./text-errors/rate.ts";
import { hasTesseract, howToInstall, installTesseract, readWithTesseract } from "./text-errors/tesseract.ts";
import { pages } from "./text-errors/texts.ts";

const faces = ["PT Serif", "Roboto"] as const;
const sizes = [14, 20, 32] as const;

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    out: { type: "string" },
    install: { type: "boolean", default: false },
  },
});

/** One page as both read it; `theirs` is null where the command is missing. */
interface Result {
  readonly language: string;
  readonly page: string;
  readonly face: string;
  readonly size: number;
  readonly ours: Errors;
  readonly theirs: Errors | null;
}

// The renderer reads its fonts' settings when it is loaded, so the work is done in a second process.
if (runWithoutTelemetry() && runWithOwnFonts()) {
  if (options.install && !hasTesseract()) installTesseract();
  const results = await measure(hasTesseract());
  if (options.json) console.log(JSON.stringify(results, null, 2));
  else print(results);
}

interface Sheet extends Pick<Result, "language" | "page" | "face" | "size"> {
  readonly name: string;
  readonly png: Uint8Array;
  readonly reference: string;
}

async function draw(): Promise<Sheet[]> {
  const { renderPng } = await import("./draw/render.ts");
  const sheets: Sheet[] = [];
  for (const page of pages) {
    for (const face of faces) {
      for (const size of sizes) {
        const name = `${page.language}-${page.name}-${face.split(" ").at(-1)?.toLowerCase()}-${size}`;
        if (!name.includes(options.only)) continue;
        const { svg, reference } = drawPage(page, face, size);
        const png = await renderPng(svg);
        sheets.push({ name, language: page.language, page: page.name, face, size, png, reference });
      }
    }
  }
  return sheets;
}

async function measure(withTesseract: boolean): Promise<Result[]> {
  // All pages are drawn first: the reader switches off what decodes SVG in the whole process.
  const sheets = await draw();
  const [{ loadEngines, defaultLanguages }, { defaultReadOptions }, { readPicture }] = await Promise.all([
    import("../src/reading/engines/choose.ts"),
    import("../src/reading/options.ts"),
    import("../src/reading/read.ts"),
  ]);
  const engines = await loadEngines({ engine: "auto", languages: defaultLanguages, dataFolder: null });
  const results: Result[] = [];
  for (const { name, png, reference, ...about } of sheets) {
    const ours = plainText((await readPicture(png, name, engines, defaultReadOptions)).reading);
    const theirs = withTesseract ? readWithTesseract(png, about.language) : null;
    keep(name, { png, txt: reference, "ours.txt": ours, "theirs.txt": theirs });
    results.push({
      ...about,
      ours: errorsIn(ours, reference),
      theirs: theirs === null ? null : errorsIn(theirs, reference),
    });
  }
  return results;
}

function keep(name: string, files: Readonly<Record<string, string | Uint8Array | null>>): void {
  if (options.out === undefined) return;
  mkdirSync(options.out, { recursive: true });
  for (const [ending, content] of Object.entries(files)) {
    if (content !== null) writeFileSync(join(options.out, `${name}.${ending}`), content);
  }
}

function print(results: readonly Result[]): void {
  const languages = [...new Set(results.map(({ language }) => language))];
  const read = (size: number): boolean => results.some((result) => result.size === size);
  const table = Object.fromEntries([
    ...languages.flatMap((language) =>
      sizes
        .filter(read)
        .map((size) => [
          `${language}, ${size} px`,
          row(results.filter((result) => result.language === language && result.size === size)),
        ]),
    ),
    ...languages.map((language) => [
      `${language}, all`,
      row(results.filter((result) => result.language === language)),
    ]),
    ["total", row(results)],
  ]);
  console.log("characters read wrong, in per cent\n");
  console.table(table);
  const ours = rateOf(together(results.map((result) => result.ours)));
  const theirs = theirErrors(results);
  if (theirs === null) console.log(`${howToInstall} So only our own rate is printed.`);
  else
    console.log(
      ours <= rateOf(theirs)
        ? "reached: ours is not above the command's"
        : "MISSED: ours is above the command's",
    );
}

function row(results: readonly Result[]): Record<string, string | number> {
  const ours = together(results.map((result) => result.ours));
  const theirs = theirErrors(results);
  return {
    characters: ours.characters,
    "ocr-eco": percent(ours),
    ...(theirs === null ? {} : { tesseract: percent(theirs) }),
  };
}

function theirErrors(results: readonly Result[]): Errors | null {
  const all = results.flatMap(({ theirs }) => (theirs === null ? [] : [theirs]));
  return all.length < results.length ? null : together(all);
}

function percent(errors: Errors): string {
  return (100 * rateOf(errors)).toFixed(2);
}
