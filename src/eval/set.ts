import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OcrEcoError } from "../errors.ts";
import { fileSource, isNamedPicture } from "../images/find.ts";
import type { Source } from "../images/source.ts";
import { isNegative, type Label, labelsFromCsv, labelsFromJson, NEGATIVES } from "./labels.ts";

/** One picture to measure on. */
export interface LabelledPicture {
  /** Its name in the labels, or `negatives/…`. */
  readonly name: string;
  readonly source: Source;
  /** What a person read on it; `null` for a negative, whose number is no day's count of the phone's owner. */
  readonly label: Label | null;
  /** What the label of a negative says of it, where it has one. */
  readonly about?: Label;
}

/** A folder of pictures and what they show. */
export interface PictureSet {
  readonly folder: string;
  readonly pictures: readonly LabelledPicture[];
  /** Sentences about pictures without labels and labels without pictures. */
  readonly warnings: readonly string[];
}

const forms = [
  { file: "labels.json", parse: labelsFromJson },
  { file: "labels.csv", parse: labelsFromCsv },
] as const;

/**
 * Loads a folder with `labels.json` or `labels.csv`, the labelled pictures in `images/` (beside the labels where
 * there is no such folder) and pictures without a day's count in `negatives/`, which may have labels, too. Pictures themselves are not read.
 * Throws `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `LABELS_…` and `NO_PICTURES`.
 */
export function loadSet(folder: string): PictureSet {
  const entries = filesIn(folder, false);
  const [form, second] = forms.filter(({ file }) => entries.includes(file));
  if (form === undefined) {
    throw new OcrEcoError(
      "LABELS_NOT_FOUND",
      `${folder} holds neither labels.json nor labels.csv. Write one that says what each picture shows, as in {"a.png": {"steps": 1234}}.`,
    );
  }
  const path = join(folder, form.file);
  const labels = form.parse(contentOf(path), path);
  const beside = !entries.includes("images");
  const images = beside ? folder : join(folder, "images");
  const files = filesIn(images, !beside);
  const there = new Set(files);
  const pictures = [...labels].flatMap(([name, label]): LabelledPicture[] =>
    there.has(name) && !isNegative(name) ? [{ name, label, source: fileSource(join(images, name)) }] : [],
  );
  const negatives = join(folder, NEGATIVES);
  if (existsSync(negatives)) {
    for (const file of filesIn(negatives, true).filter(isNamedPicture)) {
      const name = `${NEGATIVES}${file}`;
      const about = labels.get(name);
      const source = fileSource(join(negatives, file));
      pictures.push({ name, label: null, ...(about === undefined ? {} : { about }), source });
    }
  }
  const named = new Set(pictures.map(({ name }) => name));
  if (pictures.length === 0) {
    throw new OcrEcoError(
      "NO_PICTURES",
      `${images} holds none of the pictures that ${path} labels. Put them there.`,
    );
  }
  return {
    folder,
    pictures,
    warnings: [
      ...(second === undefined
        ? []
        : [`${join(folder, second.file)} is left out, because there is a ${form.file}.`]),
      ...files
        .filter((file) => isNamedPicture(file) && !labels.has(file))
        .map((file) => `${join(images, file)} has no label and is left out.`),
      ...[...labels.keys()]
        .filter((file) => !named.has(file))
        .map((file) => `${path} labels ${file}, which is not in ${isNegative(file) ? folder : images}.`),
    ],
  };
}

/** What the labels say that numbers are the count of, each once. */
export function scopesOf({ pictures }: PictureSet): string[] {
  return [...new Set(pictures.flatMap(({ label, about }) => (label ?? about)?.scope ?? []))].sort();
}

/** The names in a folder in the order of the alphabet, with `below` also those in folders inside of it. */
function filesIn(folder: string, below: boolean): string[] {
  try {
    return readdirSync(folder, { recursive: below, encoding: "utf8" })
      .filter((name) => !/(^|\/)\./.test(name))
      .sort();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "ENOENT")
      throw new OcrEcoError("FILE_NOT_FOUND", `${folder} does not exist. Check the path.`);
    const what = code === "ENOTDIR" ? "it is no folder" : code;
    throw new OcrEcoError(
      "FILE_NOT_READABLE",
      `${folder} cannot be read (${what}). Name a folder with pictures and labels that you may read.`,
      { cause: error },
    );
  }
}

function contentOf(path: string): string {
  try {
    // Spreadsheets and some editors begin files with a byte order mark.
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new OcrEcoError("FILE_NOT_READABLE", `${path} cannot be read (${code}). Check its permissions.`, {
      cause: error,
    });
  }
}
