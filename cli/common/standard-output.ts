import { fstatSync, writeSync } from "node:fs";
import { exitStatus } from "../../src/errors.ts";
import type { Output } from "./io.ts";

/** Milliseconds until somebody who has not read yet is tried again. */
const pause = 5;
/** The kernel's number of devices like /dev/null and /dev/full, as opposed to terminals: "mem" in its list of devices. */
const memoryDevices = 1;

/**
 * Standard output (1) or standard error (2), by the stream that Bun makes of it. To load what that is made of takes 25 ms, a third
 * of what the help takes: what is no terminal is written to without it where `mayWait` says that nothing else is done while
 * somebody does not read.
 */
export function standardOutput(descriptor: 1 | 2, mayWait: boolean): Output {
  if (mayWait && !isTerminal(descriptor))
    return { isTTY: false, write: (text: string | Uint8Array) => writeAll(descriptor, text) };
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  stream.on("error", (error: Error) => giveUp(descriptor, error));
  return stream;
}

function isTerminal(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isCharacterDevice() && kind.rdev >> 8 !== memoryDevices;
  } catch {
    return false;
  }
}

function writeAll(descriptor: 1 | 2, text: string | Uint8Array): void {
  let left: Uint8Array = typeof text === "string" ? Buffer.from(text) : text;
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(descriptor, left));
    } catch (error) {
      // Somebody else who shares it may have made it one that says so instead of waiting.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") {
        giveUp(descriptor, error as Error);
        return;
      }
      Bun.sleepSync(pause);
    }
  }
}

/** Where nothing can be written to standard error, there is nobody left to tell. */
function giveUp(descriptor: 1 | 2, { code, message }: NodeJS.ErrnoException): void {
  if (descriptor === 2) return;
  // A reader that has seen enough, as in "ocr-eco licenses | head", is no failure of ours.
  if (code === "EPIPE") process.exit(0);
  const sentence = `ocr-eco: Standard output cannot be written (${code ?? message}). Check where it leads to.\n`;
  writeAll(2, sentence);
  process.exit(exitStatus("OUTPUT_NOT_WRITABLE"));
}
