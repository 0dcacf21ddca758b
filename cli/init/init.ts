import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import template from "../../.env.production" with { type: "text" };
import { parseServiceConfig } from "../../src/config/service.ts";
import { OcrEcoError, reasonOf } from "../../src/errors.ts";
import type { Io } from "../common/io.ts";
import { newKeyText } from "../keys/keys.ts";
import { tell } from "../output/terminal.ts";

/** Options of `init`, as commander gives them. */
export interface InitOptions {
  readonly file: string;
  readonly laravelUrl?: string;
  readonly laravelKeyFile?: string;
  readonly data: string;
  readonly force?: true;
}

interface Question {
  readonly text: string;
  /** What answers it beforehand. */
  readonly option: string;
  /** Whether nobody is to see what is typed. */
  readonly isSecret: boolean;
  /** Throws for an answer that cannot be one, before anything else is asked. */
  readonly check: (answer: string) => void;
}

const questions = {
  url: {
    text: "Laravel's address, as in https://app.example.org: ",
    option: "--laravel-url",
    isSecret: false,
    check: (url) => void parseServiceConfig({ LARAVEL_API_URL: url, LARAVEL_API_KEY: "a-key" }),
  },
  key: {
    text: "The key that Laravel takes results with: ",
    option: "--laravel-key-file",
    isSecret: true,
    check: () => {},
  },
} as const satisfies Record<string, Question>;

/** Random bytes of the secret that signs deliveries, as Standard Webhooks recommends. */
const secretBytes = 32;

/** Writes a .env with new keys, and says what comes next. Asks for what it was not told, where there is a terminal. */
export async function initialise(
  { file, laravelUrl, laravelKeyFile, data, force }: InitOptions,
  io: Io,
): Promise<void> {
  if (force !== true && existsSync(file)) {
    throw new OcrEcoError(
      "USAGE",
      `${file} is there already. Say --force to replace it, or --file for another one.`,
    );
  }
  const given = {
    url: laravelUrl,
    key: laravelKeyFile === undefined ? undefined : keyIn(laravelKeyFile),
  };
  if (given.url !== undefined) questions.url.check(given.url);
  const missing = (["url", "key"] as const).filter((name) => given[name] === undefined);
  const answers = await ask(
    missing.map((name) => questions[name]),
    io,
  );
  const answer = (name: "url" | "key"): string => given[name] ?? answers[missing.indexOf(name)] ?? "";
  const values = {
    API_KEY: newKeyText(),
    LARAVEL_API_URL: answer("url"),
    LARAVEL_API_KEY: answer("key"),
    WEBHOOK_SECRET: `whsec_${randomBytes(secretBytes).toString("base64")}`,
    DATA_DIR: data,
  };
  // Whatever `serve` would refuse is refused before it is written.
  parseServiceConfig(values);
  write(file, Object.entries(values).reduce(setLine, template));
  tell(
    io.stderr,
    `${file} is written, for its owner only. API_KEY in it is for Laravel, WEBHOOK_SECRET for its check of deliveries.`,
  );
  const named = resolve(file) === resolve(".env") ? "" : ` --env-file ${file}`;
  tell(
    io.stderr,
    `Next: "ocr-eco doctor${named}" looks whether all is well, "ocr-eco serve${named}" starts.`,
  );
}

/** The template with another value in the line of a setting. */
function setLine(text: string, [name, value]: readonly [string, string]): string {
  const line = new RegExp(`^${name}=.*$`, "m");
  if (!line.test(text)) throw new Error(`the template has no line for ${name}`);
  return text.replace(line, () => `${name}=${quoted(name, value)}`);
}

/**
 * A value as this program and a shell (`. ./.env`) both read it: neither takes anything for what it is not between single
 * quotes, and there is no way to write one of those there. Throws `USAGE` for the few that none can hold.
 */
function quoted(name: string, value: string): string {
  if (/^[\w@%+=:,./-]*$/.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  if (!/["$`\\\n]/.test(value)) return `"${value}"`;
  const otherwise = name === "LARAVEL_API_KEY" ? ", or set LARAVEL_API_KEY_FILE" : "";
  throw new OcrEcoError(
    "USAGE",
    `${name} has a ' and one of " $ \` \\ in it, which .env cannot hold. Take one without a '${otherwise}.`,
  );
}

/** Asks on the terminal, one question after the other; lines that were typed ahead are answers, too. */
async function ask(asked: readonly Question[], io: Io): Promise<string[]> {
  const [first] = asked;
  if (first === undefined) return [];
  if (io.stdin.isTTY !== true) {
    throw new OcrEcoError("USAGE", `There is no terminal to ask on. Give ${first.option}.`);
  }
  let typed = 0;
  // The terminal itself shows nothing then: readline does, through this.
  const shown = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (asked[typed]?.isSecret !== true) io.stderr.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: io.stdin, output: shown, terminal: true, historySize: 0 });
  // At once, because what comes after the line may be here already.
  terminal.on("line", () => {
    if (asked[typed]?.isSecret === true) io.stderr.write("\n");
    typed++;
  });
  terminal.on("SIGINT", () => {
    terminal.close();
    process.kill(process.pid, "SIGINT");
  });
  const lines = terminal[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const { text, option, check } of asked) {
      // For when it draws the line anew; what it writes itself may be hidden.
      terminal.setPrompt(text);
      io.stderr.write(text);
      const { value, done } = await lines.next();
      if (done === true) throw new OcrEcoError("USAGE", `There was no answer. Give ${option}.`);
      check(value.trim());
      answers.push(value.trim());
    }
    return answers;
  } finally {
    terminal.close();
  }
}

function keyIn(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : reasonOf(error);
    throw new OcrEcoError("USAGE", `The file of --laravel-key-file cannot be read (${code}).`);
  }
}

/** Whole or not at all, and never readable by others. */
function write(file: string, content: string): void {
  const part = `${file}.${process.pid}.part`;
  try {
    const descriptor = openSync(part, "wx", 0o600);
    try {
      writeSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(part, file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : reasonOf(error);
    throw new OcrEcoError("OUTPUT_NOT_WRITABLE", `${file} cannot be written (${code}). Check its folder.`, {
      cause: error,
    });
  } finally {
    rmSync(part, { force: true });
  }
}
