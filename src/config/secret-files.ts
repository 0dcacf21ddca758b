import { readFileSync, statSync } from "node:fs";
import { isSecret } from "./all-settings.ts";
import { reservedEnvironment } from "./destinations.ts";

type Variables = Readonly<Record<string, string>>;

/** Bytes of a file that holds one secret, or a few. */
const mostBytes = 65_536;

export interface SecretFiles {
  /** The variables, with what the files hold in the place of the files' names. */
  readonly variables: Variables;
  /** What set a variable: its own name, or the one with `_FILE`. */
  readonly sourceOf: (name: string) => string;
}

/**
 * Reads the secrets that are handed over as files, as Docker, Kubernetes and the agents of secrets managers do it.
 * `problem` hears of everything that is wrong, and never what stands in a file, nor its name: who mixes up the two
 * settings has put the secret there.
 */
export function readSecretFiles(
  variables: Variables,
  problem: (name: string, what: string) => void,
): SecretFiles {
  const all = new Map(Object.entries(variables));
  const sources = new Map<string, string>();
  for (const [source, path] of Object.entries(variables)) {
    const name = source.replace(/_FILE$/, "");
    // What ends so twice would be of an environment that cannot be.
    if (name === source || !isSecret(name) || reservedEnvironment.test(name)) continue;
    all.delete(source);
    if (variables[name] !== undefined) {
      problem(name, `and ${source} are both set; set only one of them`);
      continue;
    }
    try {
      all.set(name, secretIn(path));
      sources.set(name, source);
    } catch (error) {
      problem(source, error instanceof Error ? error.message : String(error));
    }
  }
  return { variables: Object.fromEntries(all), sourceOf: (name) => sources.get(name) ?? name };
}

/** The line break at the end of a file is the editor's, and no part of the secret. */
function secretIn(path: string): string {
  const text = readSmallFile(path, mostBytes).replace(/\r?\n$/, "");
  if (text === "") throw new Error("the file is empty");
  return text;
}

/** The text of a file of no more than so many bytes. Throws an `Error` that says what is wrong, without its name. */
export function readSmallFile(path: string, most: number): string {
  try {
    // Whoever opened a pipe would wait for its other end.
    const about = statSync(path);
    if (about.isDirectory()) throw new Error("it names a folder, and not a file");
    if (!about.isFile()) throw new Error("it names something that is no ordinary file");
    if (about.size > most) throw new Error(`the file has more than ${most / 1024} KiB`);
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === undefined) throw error;
    throw new Error(
      code === "ENOENT" ? "the file does not exist" : `the file cannot be read (${String(code)})`,
      { cause: error },
    );
  }
}
