import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ocrEco } from "../support/cli.ts";

const root = join(import.meta.dir, "..", "..");
const pages = ["README.md", ...readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"))];

/** What of each command may be typed, by its path: as shells are told. */
async function known(): Promise<Map<string, Set<string>>> {
  const { stdout } = await ocrEco(["completion", "bash"]);
  const cases = [...stdout.matchAll(/^ {4}(?:"([\w -]+) "\*|\*)\) words="([^"]*)"/gm)];
  return new Map(cases.map(([, path = "", words = ""]) => [path, new Set(words.split(" "))]));
}

/** All commands on a page, in code and in lines of shells, each with its options. */
function commandsOn(page: string): { words: string[]; options: string[] }[] {
  const text = readFileSync(join(root, page === "README.md" ? page : `docs/${page}`), "utf8");
  const blocks = [...text.matchAll(/^```(?:sh|console)\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) =>
    block.split("\n"),
  );
  const spans = [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, span = ""]) => span,
  );
  return [...blocks, ...spans]
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

test("every command and option that our pages show is one that the program has", async () => {
  const commands = await known();
  let [count, unknown] = [0, [] as string[]];
  for (const page of pages) {
    for (const { words, options } of commandsOn(page)) {
      count++;
      // The longest path that is a command; what follows are its arguments.
      const lengths = words.map((_, index) => words.length - index);
      const length = lengths.find((each) => commands.has(words.slice(0, each).join(" "))) ?? 0;
      const path = words.slice(0, length).join(" ");
      const isCommand = length > 0 || words.length === 0;
      const of = commands.get(path) ?? new Set();
      const missing = options
        .map((option) => option.replace(/[=.,:)].*$/, ""))
        .filter((option) => !of.has(option) && option !== "--help");
      if (!isCommand || missing.length > 0)
        unknown.push(`${page}: ocr-eco ${words.join(" ")} ${missing.join(" ")}`);
    }
  }
  expect(unknown).toEqual([]);
  expect(count).toBeGreaterThan(80);
});
