import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canDraw, canTrain, runPython } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const folder = join(import.meta.dir, "..", "..", "scripts", "recogniser");
const run = (...words: string[]) => runPython(folder, ...words);

test.skipIf(!canDraw)("the lines that are trained on are what they say", async () => {
  const { text, exitCode } = await run("-m", "unittest");
  expect(text).toContain("OK");
  expect(text).not.toContain("skipped");
  expect(exitCode).toBe(0);
});

test.skipIf(!canTrain)(
  "a training that is ended goes on where it was and no other one does, is measured, and becomes a model",
  async () => {
    const kept = temporaryFolder();
    const begin = await run("train.py", kept, "--lines", "100", "--size", "medium", "--seed", "5");
    expect(begin.text).toMatch(/done at 1\d\d lines/);
    const more = await run("train.py", kept, "--lines", "300", "--size", "medium", "--seed", "5");
    expect(more.text).toMatch(/done at 3\d\d lines/);

    const measured = await run("measure.py", kept, "--lines", "20");
    expect(measured.text).toMatch(/3\d\d lines trained on, 20 read, seed 99/);

    const models = join(kept, "models");
    mkdirSync(models);
    const { text } = await run("export.py", kept, join(models, "tally.onnx"));
    expect(text).toContain("parameters");
    const made = JSON.parse(readFileSync(join(models, "tally.json"), "utf8"));
    expect(made).toMatchObject({ size: "medium", seed: 5, sessions: 2, start: null });
    expect(readFileSync(join(models, "characters.txt"), "utf8")).toBe(
      readFileSync(join(folder, "..", "..", "src/reading/engines/tally/characters.txt"), "utf8"),
    );
    expect(readFileSync(join(models, "tally.onnx")).length).toBeGreaterThan(1_000_000);

    // What is of another training, or nothing at all, is refused in a sentence.
    const other = await run("train.py", kept, "--lines", "400", "--size", "large");
    expect(other.exitCode).not.toBe(0);
    expect(other.text).toContain("is of a training with the size medium and the seed 5");
    writeFileSync(join(kept, "checkpoint.pt"), "nonsense");
    const broken = await run("train.py", kept, "--lines", "400", "--size", "medium", "--seed", "5");
    expect(broken.exitCode).not.toBe(0);
    expect(broken.text).toContain("cannot be read");
  },
);

test.skipIf(!canTrain)(
  "networks of two sizes are trained on the same lines, for as long as is said",
  async () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    const words = ["train.py", one, other, "--seconds", "3", "--size", "medium", "small", "--batch", "2000"];
    const { text, exitCode } = await run(...words);
    expect(text).toMatch(/done at \d+ lines/);
    expect(exitCode).toBe(0);
    const made = ["medium", "small"].map((size, index) =>
      run("measure.py", [one, other][index] ?? size, "--lines", "5"),
    );
    const [first, second] = (await Promise.all(made)).map((each) => each.text.split(" read,")[0]);
    expect(first).toMatch(/^\d+ lines trained on, 5$/);
    expect(second).toBe(first);

    const uneven = await run("train.py", one, "--lines", "10", "--size", "medium", "small");
    expect(uneven.exitCode).not.toBe(0);
    expect(uneven.text).toContain("name a folder for each size");
  },
);
