import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadSet, scopesOf } from "../../src/eval/set.ts";
import { failureOf } from "../support/failure.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A folder with these files, which hold what is given or nothing. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const labels = (...names: string[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, { steps: 1 }])));

describe("a folder of labelled pictures", () => {
  test("gives the labelled pictures and the negatives", async () => {
    const folder = folderWith({
      "labels.json": labels("a.png", "deep/b"),
      "images/a.png": "A",
      "images/deep/b": "B",
      "negatives/n.jpg": "N",
      "negatives/notes.txt": "",
    });
    const { pictures, warnings } = loadSet(folder);
    expect(pictures.map(({ name, label }) => [name, label?.steps])).toEqual([
      ["a.png", 1],
      ["deep/b", 1],
      ["negatives/n.jpg", undefined],
    ]);
    const contents = await Promise.all(
      pictures.map(async ({ source }) => String.fromCharCode(...(await source.load()))),
    );
    expect(contents).toEqual(["A", "B", "N"]);
    expect(warnings).toEqual([]);
  });

  test("may say of negatives what their numbers are the count of", () => {
    const about = { steps: null, scope: "total", group: "lifetime" } as const;
    const folder = folderWith({
      "labels.json": JSON.stringify({
        "a.png": { steps: 1, scope: "day" },
        "negatives/n.png": about,
        "negatives/gone.png": about,
      }),
      "images/a.png": "",
      "negatives/n.png": "",
      "negatives/other.png": "",
    });
    const set = loadSet(folder);
    expect(set.pictures.map(({ name, label, about }) => [name, label, about])).toEqual([
      ["a.png", { steps: 1, scope: "day" }, undefined],
      ["negatives/n.png", null, about],
      ["negatives/other.png", null, undefined],
    ]);
    expect(scopesOf(set)).toEqual(["day", "total"]);
    expect(set.warnings).toEqual([
      `${folder}/labels.json labels negatives/gone.png, which is not in ${folder}.`,
    ]);
  });

  test("may have its pictures beside the labels, and the labels in a CSV", () => {
    const folder = folderWith({
      "labels.csv": '\uFEFF"file",steps\na.png,1\n',
      "a.png": "",
      "negatives/n.png": "",
    });
    expect(loadSet(folder).pictures.map(({ name }) => name)).toEqual(["a.png", "negatives/n.png"]);
    expect(loadSet(folder).warnings).toEqual([]);
  });

  test("is told of pictures without labels, labels without pictures and labels that are not used", () => {
    const folder = folderWith({
      "labels.json": labels("a.png", "gone.png"),
      "labels.csv": "",
      "images/a.png": "",
      "images/new.png": "",
      "images/notes.txt": "",
      "images/.hidden.png": "",
    });
    expect(loadSet(folder).warnings).toEqual([
      `${folder}/labels.csv is left out, because there is a labels.json.`,
      `${folder}/images/new.png has no label and is left out.`,
      `${folder}/labels.json labels gone.png, which is not in ${folder}/images.`,
    ]);
  });

  test.each([
    [
      "without labels",
      { "images/a.png": "" },
      "LABELS_NOT_FOUND",
      "holds neither labels.json nor labels.csv",
    ],
    ["with broken labels", { "labels.json": "{" }, "LABELS_INVALID", "labels.json is no JSON"],
    [
      "with none of the labelled pictures",
      { "labels.json": labels("a.png") },
      "NO_PICTURES",
      "holds none of the pictures",
    ],
  ] as const)("%s is refused", async (_what, files, code, sentence) => {
    const failure = await failureOf(() => loadSet(folderWith(files)));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(sentence);
  });

  test("that does not exist, or is a file, is refused", async () => {
    expect((await failureOf(() => loadSet("/missing/folder"))).code).toBe("FILE_NOT_FOUND");
    const file = join(folderWith({ "a.png": "" }), "a.png");
    expect(await failureOf(() => loadSet(file))).toMatchObject({
      code: "FILE_NOT_READABLE",
      message: expect.stringContaining("it is no folder"),
    });
  });
});
