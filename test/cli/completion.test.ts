import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ocrEco } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

setDefaultTimeout(60_000);

/** What a shell offers behind words that were typed; the last one may be the beginning of a word. */
const shells = {
  bash: (words: readonly string[], script: string) =>
    `source ${script}; COMP_WORDS=(ocr-eco ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _ocr_eco; printf '%s\\n' "\${COMPREPLY[@]}"`,
  fish: (words: readonly string[], script: string) =>
    `source ${script}; complete --do-complete "ocr-eco ${words.join(" ")}"`,
  zsh: (words: readonly string[], script: string) =>
    // What would be offered, in place of the editor that offers it.
    `compdef() { }; _describe() { printf '%s\\n' "\${offered[@]}" | grep -- "^\${words[CURRENT]}" ; }; _files() { ls | grep -- "^\${words[CURRENT]}" ; }; source ${script}; words=(ocr-eco ${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length + 1}; _ocr_eco`,
};

describe.each(["bash", "zsh", "fish"] as const)("completion in %s", (shell) => {
  const there = hasProgram(shell, shell);

  /** The words that are offered, without what is said about them. */
  async function offered(...words: string[]): Promise<string[]> {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "a picture.png"), "");
    const script = join(temporaryFolder(), "script");
    const { exitCode, stdout, stderr } = await ocrEco(["completion", shell]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    writeFileSync(script, stdout);
    const flags = { bash: ["--norc", "-c"], zsh: ["-f", "-c"], fish: ["--no-config", "-c"] }[shell];
    const child = Bun.spawn([shell, ...flags, shells[shell](words, script)], {
      cwd,
      stdout: "pipe",
      stderr: "pipe",
    });
    const text = await new Response(child.stdout).text();
    expect(await new Response(child.stderr).text()).toBe("");
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(/[:\t]/)[0] ?? "");
  }

  test.skipIf(!there)("offers the commands, and of each its own", async () => {
    const all = await offered("");
    for (const name of ["serve", "run", "keys", "backup", "doctor"]) expect(all).toContain(name);
    expect(all).not.toContain("worker");
    expect(await offered("ba")).toEqual(["backup"]);
    const keys = await offered("keys", "");
    for (const name of ["new", "list", "revoke"]) expect(keys).toContain(name);
    expect(keys).not.toContain("serve");
    expect(await offered("completion", "f")).toEqual(["fish"]);
  });

  test.skipIf(!there)("offers options where they belong, and files where there may be some", async () => {
    expect(await offered("keys", "new", "--sc")).toEqual(["--scopes"]);
    expect(await offered("serve", "--sc")).toEqual([]);
    expect(await offered("backup", "--fo")).toEqual(["--force"]);
    expect(await offered("run", "a")).toContain("a picture.png");
  });
});
