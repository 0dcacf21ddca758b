import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { OcrEcoError } from "../../src/errors.ts";
import { isNegative, labelsFromJson, NEGATIVES } from "../../src/eval/labels.ts";
import { isNamedPicture } from "../../src/images/find.ts";
import { jsonIn } from "../common/json-in.ts";
import { writePrivately } from "./write-privately.ts";

/** A picture of a test set: its name, as labels name it, and what they say. */
interface Entry {
  readonly name: string;
  readonly label: object;
}

/** What is remembered of an export: what it wrote, so that what a person changed since is known. */
const recordName = ".exported.json";
const recordSchema = z.object({ exported: z.record(z.string(), z.record(z.string(), z.unknown())) });
/** Milliseconds after which labels are written while pictures still come: whoever stops it has most of them. */
const savedEach = 1000;

/**
 * A folder as `eval` takes it, that labels are added to: pictures in `images/` and `negatives/`, named by their `stem`, and
 * `labels.json`. What a person changed in the labels stays as it is. Everything that goes wrong with files is
 * `OUTPUT_NOT_WRITABLE`.
 */
export class LabelFolder {
  readonly #folder: string;
  readonly #labels: Map<string, unknown>;
  /** What was written by exports, by name. */
  readonly #exported: Map<string, unknown>;
  readonly #labelNames = new Map<string, string[]>();
  readonly #exportedNames = new Map<string, string>();
  /** Pictures that are there, by their stem. */
  readonly #files = new Map<string, string>();
  #content: string | null;
  #isChanged = false;
  #savedAt = Number.NEGATIVE_INFINITY;

  /** Throws `USAGE` for a folder that this would make another test set of, and `LABELS_INVALID`. */
  constructor(folder: string) {
    this.#folder = folder;
    const file = this.#path("labels.json");
    this.#content = readIfThere(file);
    refuseOthers(folder, this.#content);
    if (this.#content !== null) labelsFromJson(withoutMark(this.#content), file);
    this.#labels = new Map(Object.entries(jsonIn(withoutMark(this.#content ?? "{}")) as object));
    const record = recordSchema.safeParse(jsonIn(readIfThere(this.#path(recordName)) ?? "")).data;
    // Whoever deletes all labels begins anew. Without a record, all that there are are a person's.
    this.#exported = new Map(Object.entries((this.#content === null ? null : record?.exported) ?? {}));
    for (const name of this.#labels.keys()) this.#labelNames.set(stemOf(name), this.#namesOf(name));
    for (const name of this.#exported.keys()) this.#exportedNames.set(stemOf(name), name);
    for (const within of ["images/", NEGATIVES])
      for (const file of filesIn(this.#path(within)))
        this.#files.set(stemOf(file), within === NEGATIVES ? `${NEGATIVES}${file}` : file);
  }

  /** Whether a person has changed, or taken out, what is said of a picture, and not to just this. */
  isByHand(stem: string, wanted: object | null, isToBeNegative: boolean): boolean {
    const exported = this.#exportedNames.get(stem);
    const names = this.#labelNames.get(stem) ?? [];
    const [name] = names;
    if (name === undefined) return exported !== undefined;
    if (names.length > 1) return true;
    const label = this.#labels.get(name);
    if (name === exported && Bun.deepEquals(label, this.#exported.get(name))) return false;
    return !Bun.deepEquals(label, wanted) || isNegative(name) !== isToBeNegative;
  }

  /** Whether the picture is there. */
  has(stem: string): boolean {
    return this.#files.has(stem);
  }

  /** Puts a picture there; `ending` is that of its name. */
  add(stem: string, ending: string, bytes: Uint8Array, isToBeNegative: boolean): void {
    const name = `${isToBeNegative ? NEGATIVES : ""}${stem}.${ending}`;
    this.#write(this.#pictureOf(name), bytes);
    this.#files.set(stem, name);
  }

  /** Says this of a picture that is there. True where that is new. */
  label(stem: string, label: object, isToBeNegative: boolean): boolean {
    const file = this.#files.get(stem) ?? "";
    const name = `${isToBeNegative ? NEGATIVES : ""}${file.replace(NEGATIVES, "")}`;
    const isNew = !this.#labels.has(name) || !Bun.deepEquals(this.#labels.get(name), label);
    if (!isNew && this.#exportedNames.get(stem) === name) return false;
    this.#drop(stem);
    this.#set({ name, label });
    if (file !== name) {
      orRefuse(this.#folder, () => {
        mkdirSync(join(this.#pictureOf(name), ".."), { recursive: true, mode: 0o700 });
        renameSync(this.#pictureOf(file), this.#pictureOf(name));
      });
      this.#files.set(stem, name);
    }
    if (performance.now() - this.#savedAt > savedEach) this.save();
    return isNew;
  }

  /** Takes back what was exported of a picture. True where something was. */
  withdraw(stem: string): boolean {
    if (!this.#exportedNames.has(stem)) return false;
    this.#drop(stem);
    this.save();
    const file = this.#files.get(stem);
    if (file !== undefined) orRefuse(this.#folder, () => rmSync(this.#pictureOf(file), { force: true }));
    this.#files.delete(stem);
    return true;
  }

  /** Writes the labels, where something has changed. */
  save(): void {
    if (!this.#isChanged) return;
    const file = this.#path("labels.json");
    if (readIfThere(file) !== this.#content) {
      throw new OcrEcoError(
        "OUTPUT_NOT_WRITABLE",
        `${file} was changed by somebody else meanwhile. Nothing was written over; do it again.`,
      );
    }
    // The labels first: of what stands in the record alone, it would look as if somebody had taken it out.
    const content = `${JSON.stringify(Object.fromEntries(this.#labels), null, 1)}\n`;
    this.#write(file, content);
    this.#content = content;
    const exported = Object.fromEntries(this.#exported);
    this.#write(this.#path(recordName), `${JSON.stringify({ exported }, null, 1)}\n`);
    this.#isChanged = false;
    this.#savedAt = performance.now();
  }

  #set({ name, label }: Entry): void {
    this.#labels.set(name, label);
    this.#exported.set(name, label);
    this.#labelNames.set(stemOf(name), [name]);
    this.#exportedNames.set(stemOf(name), name);
    this.#isChanged = true;
  }

  #drop(stem: string): void {
    const exported = this.#exportedNames.get(stem);
    for (const name of [
      ...(this.#labelNames.get(stem) ?? []),
      ...(exported === undefined ? [] : [exported]),
    ]) {
      this.#labels.delete(name);
      this.#exported.delete(name);
      this.#isChanged = true;
    }
    this.#labelNames.delete(stem);
    this.#exportedNames.delete(stem);
  }

  #namesOf(name: string): string[] {
    return [...(this.#labelNames.get(stemOf(name)) ?? []), name];
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  /** Where a picture lies that labels call this. */
  #pictureOf(name: string): string {
    return this.#path(isNegative(name) ? name : join("images", name));
  }

  #write(path: string, content: string | Uint8Array): void {
    orRefuse(this.#folder, () => {
      // Without it, eval would look for the pictures beside the labels.
      mkdirSync(this.#path("images"), { recursive: true, mode: 0o700 });
      writePrivately(path, content, this.#path(".part"));
    });
  }
}

/** The name that a picture has whatever is said of it. */
function stemOf(name: string): string {
  return name.replace(NEGATIVES, "").replace(/\.[^.]*$/, "");
}

/** Spreadsheets and some editors begin files with a byte order mark. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

/** A folder of which the labels, or the pictures, would not be found any more. */
function refuseOthers(folder: string, content: string | null): void {
  if (content === null && existsSync(join(folder, "labels.csv"))) {
    throw new OcrEcoError(
      "USAGE",
      `${folder} has its labels in labels.csv, which would not be read beside a labels.json. Name another folder.`,
    );
  }
  if (content !== null && !existsSync(join(folder, "images")) && filesIn(folder).some(isNamedPicture)) {
    throw new OcrEcoError(
      "USAGE",
      `${folder} has its pictures beside labels.json, where they would not be found beside images/. Move them there, or name another folder.`,
    );
  }
}

function readIfThere(file: string): string | null {
  return orRefuse(file, () =>
    statSync(file, { throwIfNoEntry: false }) === undefined ? null : readFileSync(file, "utf8"),
  );
}

function filesIn(folder: string): string[] {
  return orRefuse(folder, () => (existsSync(folder) ? readdirSync(folder) : []));
}

function orRefuse<T>(where: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new OcrEcoError(
      "OUTPUT_NOT_WRITABLE",
      `The test set cannot be written: ${where} (${code}). Name a folder that you may read and write.`,
      { cause: error },
    );
  }
}
