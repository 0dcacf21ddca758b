import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { canDraw, canTrain, runPython } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const scripts = join(import.meta.dir, "..", "..", "scripts");
const folder = join(scripts, "detector");
const run = (...words: string[]) => runPython(folder, ...words);

test.skipIf(!canDraw)("the pages that are trained on are what they say", async () => {
  const { text, exitCode } = await run("-m", "unittest");
  expect(text).toContain("OK");
  expect(text).not.toContain("skipped");
  expect(exitCode).toBe(0);
});

test.skipIf(!canTrain)(
  "pages are drawn, taught, trained on with an interruption, and become a model that takes any size",
  async () => {
    const kept = temporaryFolder();
    const [drawn, lessons, training] = ["drawn", "lessons", "training"].map((name) => join(kept, name)) as [
      string,
      string,
      string,
    ];
    const index = join(kept, "faces.json");
    const find = `import json, sys; sys.path.append("../recogniser"); from test_draw import some_faces; some_faces(${JSON.stringify(kept)})`;
    expect((await run("-c", find)).text).toBe("");
    expect((await run("pages.py", drawn, "--pages", "3", "--faces", index)).text).toBe("");

    const teach = (screens: string) =>
      Bun.spawnSync(
        [
          process.execPath,
          join(folder, "teach.ts"),
          lessons,
          "--pages",
          drawn,
          "--screens",
          screens,
          "--scopes",
          "1",
        ],
        { stderr: "inherit" },
      ).exitCode;
    expect(teach("1")).toBe(0);
    const pages = () =>
      readFileSync(join(lessons, "pages.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((row) => JSON.parse(row));
    const first = pages();
    expect(first.length).toBeGreaterThan(4);
    // What is there is not done again.
    expect(teach("2")).toBe(0);
    expect(pages().slice(0, first.length)).toEqual(first);
    expect(pages().length).toBe(first.length + 1);
    const last = pages().at(-1);
    expect(readFileSync(join(lessons, "pages.bin")).length).toBe(last.at + last.width * last.height * 5);

    const begin = await run("train.py", training, "--data", lessons, "--windows", "16", "--seed", "5");
    expect(begin.text).toContain("done at 16 windows");
    const more = await run("train.py", training, "--data", lessons, "--windows", "24", "--seed", "5");
    expect(more.text).toContain("done at 24 windows");

    const target = join(kept, "lines.onnx");
    expect((await run("export.py", training, target)).text).toContain("parameters");
    const made = JSON.parse(readFileSync(join(kept, "lines.json"), "utf8"));
    expect(made).toMatchObject({ seed: 5, windows: 24, pages: first.length + 1, sessions: 2 });
    const model = await InferenceSession.create(target);
    for (const [height, width] of [
      [64, 32],
      [96, 160],
    ] as const) {
      const pictures = new Tensor("float32", new Float32Array(3 * height * width), [1, 3, height, width]);
      const { text } = await model.run({ pictures });
      expect(text?.dims).toEqual([1, 1, height, width]);
      expect(Math.max(...((text?.data ?? [2]) as Float32Array))).toBeLessThanOrEqual(1);
    }
  },
);
