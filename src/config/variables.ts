import { readFileSync } from "node:fs";
import { OcrEcoError } from "../errors.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** The file that settings are read from below the environment's. */
let file: { readonly path: string; readonly isNamed: boolean } = { path: ".env", isNamed: false };

/** What was in it when it was read: it may be a pipe, which can be read once. */
let lastText: string | null = null;

/** Has settings read from a file that somebody named, and that has to be there, instead of `.env`. */
export function readSettingsFrom(path: string): void {
  file = { path, isNamed: true };
  lastText = null;
}

/** The file that settings are read from. */
export function settingsFile(): string {
  return file.path;
}

/** Has the settings' file read anew: it may have changed since. */
export function readSettingsAnew(): void {
  lastText = null;
}

/** All variables of this process: its environment, and below that those of the settings' file. */
export function allVariables(): Variables {
  return { ...variablesOfFile(), ...process.env };
}

/** Those of the environment alone. */
export function variablesOfEnvironment(): Variables {
  return process.env;
}

/** Those of the settings' file alone. Throws `CONFIG_INVALID` where it cannot be read. */
export function variablesOfFile(): Variables {
  // Not imported: all commands would load it, and few read the file.
  return process.getBuiltinModule("node:util").parseEnv(textOfFile());
}

/** A line of the settings' file that sets nothing, and is no comment either. */
export interface OddLine {
  readonly number: number;
  /** Its length; not its text, which may be the half of a secret. */
  readonly characters: number;
}

/** The lines of the settings' file that nothing is made of: whoever wrote them meant something by them. */
export function oddLines(): OddLine[] {
  const odd: OddLine[] = [];
  /** The quote that a value of several lines began with. */
  let open: string | null = null;
  const lines = textOfFile().split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (open !== null) {
      if (line.includes(open)) open = null;
      continue;
    }
    if (/^\s*(#|$)/.test(line)) continue;
    const value = /^\s*(?:export\s+)?[\w.-]+\s*=\s*(.*)$/.exec(line)?.[1];
    if (value === undefined) odd.push({ number: index + 1, characters: line.trim().length });
    else if (/^["'`]/.test(value) && !value.slice(1).includes(value.charAt(0))) {
      const quote = value.charAt(0);
      // One that never ends is a character like others.
      if (lines.slice(index + 1).some((each) => each.includes(quote))) open = quote;
    }
  }
  return odd;
}

function textOfFile(): string {
  lastText ??= read();
  return lastText;
}

function read(): string {
  const { path, isNamed } = file;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    // Some tools keep a folder of that name.
    if (!isNamed && (code === "ENOENT" || code === "EISDIR")) return "";
    const doing = isNamed ? "Name another one with --env-file" : "Check its permissions";
    throw new OcrEcoError("CONFIG_INVALID", `The file ${path} cannot be read (${code}). ${doing}.`, {
      cause: error,
    });
  }
}
