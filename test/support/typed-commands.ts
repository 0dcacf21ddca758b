import { ocrEco } from "./cli.ts";

/** A command as somebody types it: its words, as far as they may name one, and its options. */
export interface Typed {
  readonly words: readonly string[];
  readonly options: readonly string[];
}

/** What of each command may be typed, by its path: as shells are told. */
async function known(): Promise<Map<string, Set<string>>> {
  const { stdout } = await ocrEco(["completion", "bash"]);
  const cases = [...stdout.matchAll(/^ {4}(?:"([\w -]+) "\*|\*)\) words="([^"]*)"/gm)];
  return new Map(cases.map(([, path = "", words = ""]) => [path, new Set(words.split(" "))]));
}

/** All commands of ocr-eco in lines of code or shells, each with its options. */
export function commandsIn(lines: readonly string[]): Typed[] {
  return lines
    .map((line) => line.replace(/ {2,}#.*$/, "").replace(/^# .*$/, ""))
    .flatMap((line) => line.split(/[;|&]+|\$\(/))
    .flatMap((line) => {
      // Not the user of a line of cron.
      const [, behind = ""] = /(?:^|[\s="(])(?<!\* )ocr-eco ([\w-].*)$/.exec(line) ?? [];
      const all = behind.split(" ");
      const end = all.findIndex((word) => !/^[a-z]+$/.test(word));
      const words = end === -1 ? all : all.slice(0, end);
      const options = all.filter((word) => /^--\w/.test(word));
      return words.length + options.length === 0 ? [] : [{ words, options }];
    });
}

/** Those that the program does not have, or not with these options, as texts. */
export async function unknownOf(typed: readonly Typed[]): Promise<string[]> {
  const commands = await known();
  return typed.flatMap(({ words, options }) => {
    // The longest path that is a command; what follows are its arguments.
    const lengths = words.map((_, index) => words.length - index);
    const length = lengths.find((each) => commands.has(words.slice(0, each).join(" "))) ?? 0;
    const isCommand = length > 0 || words.length === 0;
    const of = commands.get(words.slice(0, length).join(" ")) ?? new Set();
    const missing = options
      .map((option) => option.replace(/[=.,:)].*$/, ""))
      .filter((option) => !of.has(option) && option !== "--help");
    return isCommand && missing.length === 0
      ? []
      : [`ocr-eco ${words.join(" ")} ${missing.join(" ")}`.trim()];
  });
}
