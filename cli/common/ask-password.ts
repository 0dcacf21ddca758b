import { OcrEcoError } from "../../src/errors.ts";
import type { Io } from "./io.ts";

/** Bytes of standard input that are looked at for a password. */
const mostBytes = 4096;

/**
 * The password that somebody wants to have: typed twice at a terminal, which does not show it; else the first line of standard
 * input. Throws `USAGE` where both differ, where there is none, and where somebody changes his mind.
 */
export async function askPassword(name: string, io: Io): Promise<string> {
  if (!io.stdin.isTTY) return firstLine(io);
  const first = await typed(`Password for ${name}: `, io);
  const second = await typed("Once more: ", io);
  if (first !== second) throw usage("The two passwords are not the same. Nothing was changed.");
  return first;
}

async function firstLine({ stdin }: Io): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const part = Buffer.from(chunk);
    chunks.push(part);
    bytes += part.length;
    if (part.includes(0x0a) || bytes > mostBytes) break;
  }
  const [line = ""] = Buffer.concat(chunks).toString("utf8").split(/\r?\n/);
  if (line !== "") return line;
  throw usage("No password came on standard input. Type it at a terminal, or take --random.");
}

/** What is typed until Enter, without showing it. */
function typed(question: string, { stdin, stderr }: Io): Promise<string> {
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding("utf8");
  stdin.resume();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = "";
  const take = (character: string): void => {
    if (character === "\r" || character === "\n") resolve(text);
    else if (character === "\x03" || character === "\x04") reject(usage("Nothing was changed."));
    else if (character === "\x7f" || character === "\b") text = [...text].slice(0, -1).join("");
    else if (character === "\x15") text = "";
    else if (character >= " ") text += character;
  };
  const onData = (chunk: string): void => {
    // Arrow keys and the like are nothing that a password is made of.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what terminals send
    for (const character of chunk.replace(/\x1b(\[[0-9;?]*[ -/]*[@-~]|O[A-Za-z])/g, "")) take(character);
  };
  stdin.on("data", onData);
  stdin.once("end", () => reject(usage("Nothing was changed.")));
  return promise.finally(() => {
    stdin.off("data", onData);
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  });
}

function usage(message: string): OcrEcoError {
  return new OcrEcoError("USAGE", message);
}
