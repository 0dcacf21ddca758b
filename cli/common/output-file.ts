import {
  accessSync,
  constants,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { OcrEcoError } from "../../src/errors.ts";

/**
 * A file to be written at the end of long work, whole or not at all: what was there stays until all of it is. `what` is
 * what goes into it, as a person would say it, and `inputs` are files that must not be overwritten. Throws
 * `OUTPUT_NOT_WRITABLE` now, before the work, where that can be known, else when it is written.
 */
export function outputFile(
  path: string,
  what: string,
  inputs: readonly string[],
): { write(content: string): void } {
  if (inputs.some((input) => resolve(input) === resolve(path))) {
    throw new OcrEcoError("OUTPUT_NOT_WRITABLE", `${what} would overwrite ${path}. Name another file.`);
  }
  attempt(path, what, () => {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) {
      throw Object.assign(new Error("it is a folder"), { code: "it is a folder" });
    }
    if (existsSync(path)) accessSync(path, constants.W_OK);
    if (there?.isFile() !== false) accessSync(dirname(path), constants.W_OK);
  });
  return { write: (content) => attempt(path, what, () => replace(path, content)) };
}

function replace(path: string, content: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  // A device or a pipe is written to, and a link goes on leading where it does.
  if (there?.isFile() === false) {
    writeFileSync(path, content);
    return;
  }
  const file = there === undefined ? path : realpathSync(path);
  const part = `${file}.${process.pid}.part`;
  try {
    writeFileSync(part, content, there === undefined ? {} : { mode: there.mode });
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
}

function attempt(path: string, what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const reason = code === "ENOENT" ? "its folder does not exist" : code;
    throw new OcrEcoError(
      "OUTPUT_NOT_WRITABLE",
      `${what} cannot be written to ${path} (${reason}). Name a file that you can write to.`,
      { cause: error },
    );
  }
}
