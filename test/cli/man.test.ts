import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ocrEco } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** The manual page, in a file of its own. */
async function manual(): Promise<{ text: string; file: string }> {
  const { stdout, stderr, exitCode } = await ocrEco(["man"]);
  expect([stderr, exitCode]).toEqual(["", 0]);
  const file = join(temporaryFolder(), "ocr-eco.1");
  writeFileSync(file, stdout);
  return { text: stdout, file };
}

const run = (...words: string[]): string => {
  const { stdout, stderr } = Bun.spawnSync(words, {
    env: { PATH: process.env["PATH"] ?? "", MANWIDTH: "80" },
  });
  return `${stdout}${stderr}`;
};

test("the manual page has every command with its options and its help, and no hidden one", async () => {
  const { text } = await manual();
  const { stdout } = await ocrEco(["completion", "bash"]);
  const paths = [...stdout.matchAll(/^ {4}"([\w -]+) "\*\)/gm)].map(([, path = ""]) => path);
  expect(paths.length).toBeGreaterThan(25);
  for (const path of paths) expect(text).toContain(`\n.SS ocr\\-eco ${path.replaceAll("-", "\\-")}`);
  expect(text).not.toMatch(/^\.SS ocr\\-eco (worker|measured|offered)/m);
  expect(text).toContain("\n.B \\-\\-state <state>\n");
  expect(text).toContain("\nocr\\-eco queue list \\-\\-state failed \\-\\-limit 5\n");
});

test.skipIf(!hasProgram("groff", "groff"))(
  "groff finds nothing wrong with it, and shows what was written",
  async () => {
    const { file } = await manual();
    expect(run("groff", "-man", "-ww", "-z", "-Tutf8", file)).toBe("");
    const shown = run("groff", "-man", "-Tutf8", "-P-cbou", file);
    expect(shown).toContain("ocr-eco webhooks list --template '{{.report_id}} {{.last_status}}'");
    expect(shown).toContain("The key is API_KEY or the content of API_KEY_FILE");
  },
);

test.skipIf(!hasProgram("mandoc", "mandoc"))(
  "mandoc finds nothing wrong with it but that it has no date",
  async () => {
    const { file } = await manual();
    // A page that is made from the program is as old as the program.
    const found = run("mandoc", "-Tlint", "-Wwarning", file)
      .split("\n")
      .filter((line) => line !== "");
    expect(found.filter((line) => !line.includes("missing date"))).toEqual([]);
  },
);
