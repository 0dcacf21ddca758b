import { OcrEcoError } from "../errors.ts";
import { allSettings, isSetting } from "./all-settings.ts";
import { oddLines, settingsFile, variablesOfEnvironment, variablesOfFile } from "./variables.ts";

/** Share of a name's letters by which another one may differ to be what was meant. */
const mostDifference = 0.3;

/**
 * Throws `CONFIG_INVALID` where the settings' file has names that no setting has and that are nearly those of settings: what
 * was meant would not be in force, and nobody would see it.
 */
export function refuseMisspelt(): void {
  const wrong = namesInFile().filter(isMisspelt);
  if (wrong.length === 0) return;
  const sentences = wrong.map((name) => sentenceFor(name, settingsFile()));
  throw new OcrEcoError("CONFIG_INVALID", `The configuration is wrong. ${sentences.join("; ")}.`);
}

/**
 * Sentences about what else is set and means nothing: other names in the settings' file, names in the environment
 * that are nearly those of settings (it holds everybody else's, too), and lines of the file that set nothing. None shows a
 * value.
 */
export function unknownSettings(): string[] {
  const file = settingsFile();
  const inFile = namesInFile();
  const inEnvironment = Object.keys(variablesOfEnvironment()).filter(
    // Whoever mistypes a name rarely does so at its beginning, and others' names are alike further on (SSL_CERT_FILE).
    // So most need not be compared at all.
    (name) =>
      !isSetting(name) &&
      !inFile.includes(name) &&
      Object.keys(allSettings).some((known) => known.startsWith(name.slice(0, 3))) &&
      meantBy(name)?.startsWith(name.slice(0, 3)) === true,
  );
  return [
    ...inFile.filter((name) => !isMisspelt(name)).map((name) => sentenceFor(name, file)),
    ...inEnvironment.map((name) => sentenceFor(name, "the environment")),
    ...oddLines().map(
      ({ number, characters }) => `line ${number} of ${file} (${characters} characters) sets nothing`,
    ),
  ];
}

/** Names in the settings' file that no setting has. */
function namesInFile(): string[] {
  return Object.keys(variablesOfFile()).filter((name) => !isSetting(name));
}

function isMisspelt(name: string): boolean {
  return meantBy(name) !== null;
}

function sentenceFor(name: string, where: string): string {
  const meant = meantBy(name);
  return `${name} in ${where} is no setting${meant === null ? "" : ` (did you mean ${meant}?)`}`;
}

/** The setting whose name is nearest, if one is near enough to be what was meant. */
function meantBy(name: string): string | null {
  const [nearest] = Object.keys(allSettings)
    .map((known) => ({
      known,
      difference: distance(name.toUpperCase(), known) / Math.max(name.length, known.length),
    }))
    .filter(({ difference }) => difference <= mostDifference)
    .sort((one, other) => one.difference - other.difference);
  return nearest?.known ?? null;
}

/** How many letters have to be put in, left out or replaced to make one text of the other (Levenshtein, 1965). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++) {
      const replaced = (row[to - 1] ?? 0) + Number(one[at - 1] !== other[to - 1]);
      next.push(Math.min(replaced, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
