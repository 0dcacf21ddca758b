import { isOfEnvironment } from "./destinations.ts";
import { allSettings } from "./service.ts";
import { oddLines, settingsFile, variablesOfEnvironment, variablesOfFile } from "./variables.ts";

/** Share of a name's letters by which another one may differ to be what was meant. */
const mostDifference = 0.3;

/**
 * Sentences about what is set and means nothing: names in the settings' file that no setting has, names in the environment
 * that are nearly those of settings (it holds everybody else's, too), and lines of the file that set nothing. None shows a
 * value.
 */
export function unknownSettings(): string[] {
  const file = settingsFile();
  const inFile = Object.keys(variablesOfFile()).filter((name) => !isKnown(name));
  const inEnvironment = Object.keys(variablesOfEnvironment()).filter(
    // Whoever mistypes a name rarely does so at its beginning, and others' names are alike further on (SSL_CERT_FILE).
    // So most need not be compared at all.
    (name) =>
      !isKnown(name) &&
      !inFile.includes(name) &&
      Object.keys(allSettings).some((known) => known.startsWith(name.slice(0, 3))) &&
      meantBy(name)?.startsWith(name.slice(0, 3)) === true,
  );
  const sentence = (name: string, where: string): string => {
    const meant = meantBy(name);
    return `${name} in ${where} is no setting${meant === null ? "" : ` (did you mean ${meant}?)`}`;
  };
  return [
    ...inFile.map((name) => sentence(name, file)),
    ...inEnvironment.map((name) => sentence(name, "the environment")),
    ...oddLines().map(
      ({ number, characters }) => `line ${number} of ${file} (${characters} characters) sets nothing`,
    ),
  ];
}

function isKnown(name: string): boolean {
  return name in allSettings || isOfEnvironment(name);
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
