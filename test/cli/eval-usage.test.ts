import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { childrenOf, isAlive, until } from "../../scripts/rig/processes.ts";
import { perturbations } from "../../src/eval/perturb.ts";
import { cleanUp } from "../support/clean-up.ts";
import { ocrEco, ocrEcoCommand } from "../support/cli.ts";
import { setOf } from "../support/sets.ts";
import { temporaryFolder } from "../support/temporary.ts";

const good = "samsung-steps-detail-en-dark.png";

test("the help of eval names all perturbations", async () => {
  const { stdout } = await ocrEco(["eval", "--help"]);
  const listed = /Perturbations: (.*?)\.\s/s.exec(stdout)?.[1]?.split(/,\s+/);
  expect(listed).toEqual(perturbations.map(({ name }) => name));
});

describe("eval refuses, before anything is read and in one sentence,", () => {
  const set = (): string =>
    setOf(temporaryFolder(), { [good]: `images/${good}` }, { [good]: { steps: 5360 } });

  test.each([
    ["no folder", (_: string) => [], 2, "No folder was named"],
    ["a folder that is not there", () => ["/missing/set"], 1, "/missing/set does not exist"],
    [
      "a perturbation that is not there",
      (folder: string) => [folder, "--perturb", "melt"],
      2,
      "There is no perturbation 'melt': name some of jpeg70,",
    ],
    [
      "a condition about nothing",
      (folder: string) => [folder, "--fail-if", "foo>1"],
      2,
      "names no figure that there is",
    ],
    ["a condition that is none", (folder: string) => [folder, "--fail-if", "exact"], 2, "is no condition"],
    [
      "a baseline that is not there",
      (folder: string) => [folder, "--baseline", "/missing.json"],
      1,
      "The baseline /missing.json does not exist",
    ],
    [
      "labels as a baseline",
      (folder: string) => [folder, "--baseline", `${folder}/labels.json`],
      1,
      "it names no schema",
    ],
    ["a report into a folder", (folder: string) => [folder, "--report", folder], 1, "cannot be written to"],
    [
      "a document below a file",
      (folder: string) => [folder, "--save", "/missing/now.json"],
      1,
      "its folder does not exist",
    ],
    [
      "to overwrite the labels",
      (folder: string) => [folder, "--save", `${folder}/labels.json`],
      1,
      "would overwrite",
    ],
    [
      "to overwrite a picture",
      (folder: string) => [folder, "--report", `${folder}/images/../images/${good}`],
      1,
      "would overwrite",
    ],
    [
      "two documents in one file",
      (folder: string) => [folder, "--save", `${folder}/x`, "--report", `${folder}/x`],
      2,
      "name the same file",
    ],
  ] as const)("%s", async (_what, words, status, sentence) => {
    const { exitCode, stdout, stderr } = await ocrEco(["eval", ...words(set())]);
    expect({ exitCode, stdout }).toEqual({ exitCode: status, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/^ocr-eco: [^\n]+\n$/);
  });
});

test("eval --perturb folder means the folder, with all perturbations", async () => {
  const folder = setOf(temporaryFolder(), {}, {});
  const { exitCode, stderr } = await ocrEco(["eval", "--perturb", folder]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining("holds none of the pictures that"),
  });
});

test("eval is ended by Ctrl-C with all its workers, and leaves no half document", async () => {
  const names = Array.from({ length: 40 }, (_, number) => `${number}.png`);
  const pictures = Object.fromEntries(names.map((name) => [name, "broken/sixteen-bit.png"]));
  const labels = Object.fromEntries(names.map((name) => [name, { steps: 3629 }]));
  const folder = setOf(temporaryFolder(), pictures, labels);
  const saved = join(folder, "saved.json");
  const program = Bun.spawn([...ocrEcoCommand, "eval", folder, "--workers", "2", "--save", saved], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    detached: true,
  });
  cleanUp(() => program.kill("SIGKILL"));
  await until("both workers run", () => childrenOf(program.pid).length === 2);
  const workers = childrenOf(program.pid);
  process.kill(-program.pid, "SIGINT");
  await until("the program has ended", () => !isAlive(program.pid));
  await until("no worker is left", () => !workers.some(isAlive));
  await program.exited;
  expect(program.signalCode ?? program.exitCode).not.toBe(0);
  expect(await new Response(program.stdout).text()).toBe("");
  expect(existsSync(saved)).toBe(false);
});
