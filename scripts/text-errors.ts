/**
 * Prints how many characters of plain text we read wrong, in the order in which a person reads them, beside Debian's
 * tesseract command: made-up letters, notes and receipts in English and Indonesian, in two type faces and three sizes;
 * and documents with tables and columns, as scanners with 150 to 300 dots an inch see them.
 *
 *   bun scripts/text-errors.ts [--json] [--only <words>] [--out <folder>] [--install] [--check] [--write]
 *
 * --only takes the pages whose names contain the words, such as ind-letter or columns; --out keeps each page with its text and
 * what was read; --install installs the command (needs root); --check ends with status 1 where more is read wrong than the
 * command reads, or more than 2 % of a kind of document.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { plainText } from "../cli/run/text.ts";
import { Figures } from "./common/figures.ts";
import { noMore, none } from "./common/target.ts";
import { runWithoutTelemetry } from "./common/without-telemetry.ts";
import { renderPng, runWithOwnFonts } from "./draw/index.ts";
import { documents } from "./text-errors/document-texts.ts";
import { documentSize, drawDocument } from "./text-errors/documents.ts";
import { type DrawnPage, drawPage } from "./text-errors/page.ts";
import { type Errors, errorsIn, rateOf, together } from "./text-errors/rate.ts";
import { aboveTheirs, kindsOf, oftenWrong, type Result, theirErrors } from "./text-errors/result.ts";
import { hasTesseract, howToInstall, installTesseract, readWithTesseract } from "./text-errors/tesseract.ts";
import { pages } from "./text-errors/texts.ts";

const faces = ["PT Serif", "Roboto"] as const;
const sizes = [14, 20, 32] as const;
const resolutions = [150, 200, 300] as const;

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    out: { type: "string" },
    install: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

// Which fonts and what telemetry there are a process is told when it starts, so the work is done in a second one.
if (runWithoutTelemetry() && runWithOwnFonts()) {
  const figures = new Figures("text-errors", options);
  if (options.install && !hasTesseract()) installTesseract();
  const results = await measure(hasTesseract());
  if (options.json) console.log(JSON.stringify(results, null, 2));
  else print(results);
  keepFor(figures, results);
  if (options.check && [...aboveTheirs(results), ...oftenWrong(results)].length > 0) process.exitCode = 1;
}

interface Sheet extends Pick<Result, "language" | "page" | "face" | "size" | "dpi"> {
  readonly name: string;
  readonly png: Uint8Array;
  readonly reference: string;
}

async function draw(): Promise<Sheet[]> {
  const sheets: Sheet[] = [];
  for (const { svg, ...about } of [...texts(), ...scans()]) {
    if (about.name.includes(options.only)) sheets.push({ ...about, png: await renderPng(svg) });
  }
  return sheets;
}

type Drawing = Omit<Sheet, "png"> & DrawnPage;

function texts(): Drawing[] {
  return pages.flatMap((page) =>
    faces.flatMap((face) =>
      sizes.map((size) => {
        const name = `${page.language}-${page.name}-${face.split(" ").at(-1)?.toLowerCase()}-${size}`;
        const { language, name: kind } = page;
        return { name, language, page: kind, face, size, dpi: null, ...drawPage(page, face, size) };
      }),
    ),
  );
}

function scans(): Drawing[] {
  return documents.flatMap((document) =>
    resolutions.map((dpi) => {
      const { language, kind, face } = document;
      const name = `document-${language}-${kind.replaceAll(" ", "-")}-${dpi}`;
      const size = Math.round((documentSize * dpi) / 72);
      return { name, language, page: kind, face, size, dpi, ...drawDocument(document, dpi) };
    }),
  );
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
    const ours = plainText(
      (await readPicture(png, name, engines, { ...defaultReadOptions, asDocument: true })).reading,
    );
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
  const { plain, scanned } = tablesOf(results);
  console.log("characters read wrong, in per cent\n");
  if (plain !== null) console.table(plain);
  if (scanned !== null) console.table(scanned);
  if (theirErrors(results) === null) {
    console.log(`${howToInstall} So only our own rate is printed.`);
    return;
  }
  const missed = aboveTheirs(results);
  console.log(
    missed.length === 0
      ? "reached: ours is not above the command's"
      : `MISSED: ours is above the command's: ${missed.join(", ")}`,
  );
}

/** Writes them down for the page of figures, where that is wanted. */
function keepFor(figures: Figures, results: readonly Result[]): void {
  const { plain, scanned } = tablesOf(results);
  const inPerCent = "characters read wrong, in per cent";
  if (plain !== null) figures.keep({ title: `Plain text: ${inPerCent}`, rows: plain });
  if (scanned !== null) figures.keep({ title: `Documents: ${inPerCent}`, rows: scanned });
  const above = theirErrors(results) === null ? null : aboveTheirs(results).length;
  const target = above === null ? none("", howToInstall) : noMore("", above, 0);
  const what = "kinds of which more is read wrong than the tesseract command reads";
  figures.keep({ title: "Beside the command", targets: [{ ...target, what }] });
  figures.end();
}

function tablesOf(results: readonly Result[]): { plain: Table | null; scanned: Table | null } {
  const plain = results.filter(({ dpi }) => dpi === null);
  const scanned = results.filter(({ dpi }) => dpi !== null);
  return {
    plain: plain.length > 0 ? bySize(plain) : null,
    scanned: scanned.length > 0 ? byKind(scanned) : null,
  };
}

type Table = Record<string, Record<string, string | number>>;

function bySize(results: readonly Result[]): Table {
  const languages = [...new Set(results.map(({ language }) => language))];
  const read = (size: number): boolean => results.some((result) => result.size === size);
  const of = (language: string, size?: number): readonly Result[] =>
    results.filter((result) => result.language === language && (size ?? result.size) === result.size);
  return Object.fromEntries([
    ...languages.flatMap((language) =>
      sizes.filter(read).map((size) => [`${language}, ${size} px`, row(of(language, size))]),
    ),
    ...languages.map((language) => [`${language}, all`, row(of(language))]),
    ["total", row(results)],
  ]);
}

/** The documents, kind by kind. */
function byKind(results: readonly Result[]): Table {
  const entries = kindsOf(results).flatMap((kind) => {
    const own = results.filter(({ page }) => page === kind);
    return [
      ...own.map((result) => [`${kind}, ${result.dpi} dpi`, row([result])]),
      [`${kind}, all`, row(own)],
    ];
  });
  return Object.fromEntries([...entries, ["all documents", row(results)]]);
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

function percent(errors: Errors): string {
  return (100 * rateOf(errors)).toFixed(2);
}
