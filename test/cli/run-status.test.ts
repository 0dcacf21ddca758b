import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixture } from "../../scripts/common/fixtures.ts";
import { ocrEco, readJson } from "../support/cli.ts";
import { executed } from "../support/io.ts";
import { fakeWorker } from "../support/pool.ts";
import { temporaryFolder } from "../support/temporary.ts";

const verified = fixture("broken", "sixteen-bit.png");
const doubtful = fixture("broken", "truncated.jpg");
const otherPicture = fixture("negatives", "sleep.png");
const unreadable = fixture("broken", "empty.png");

describe("the exit status", () => {
  /** What a worker that reads nothing makes of files of these names, and with this in them. */
  const files = {
    "verified.png": "3629 steps",
    "doubtful.png": '3629 steps {"status":"needs_review"}',
    "other.png": "sleep",
    "bad.png": "",
  };

  test.each([
    ["0 when everything was read, whatever was found", [], ["verified", "doubtful", "other"], 0],
    ["1 when something could not be read", [], ["verified", "bad"], 1],
    ["0 with --check when the count can be booked", ["--check"], ["verified"], 0],
    ["3 with --check when a human must look", ["--check"], ["doubtful", "other"], 3],
    ["4 with --check when there is no step count", ["--check"], ["verified", "other"], 4],
    ["1 with --check when something could not be read", ["--check"], ["doubtful", "bad"], 1],
  ] as const)("is %s", async (_what, options, pictures, status) => {
    const folder = temporaryFolder();
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const named = pictures.map((name) => join(folder, `${name}.png`));
    const { exitCode } = await executed(["run", "--json", ...options, ...named], {
      worker: fakeWorker("reads"),
    });
    expect(exitCode).toBe(status);
  });

  test("is that of what real workers read, too", async () => {
    const { exitCode } = await ocrEco(["run", "--json", "--check", verified, doubtful, otherPicture]);
    expect(exitCode).toBe(3);
  });
});

describe("bad pictures among good ones", () => {
  test("never stop the others, and everything keeps its order", async () => {
    const named = [
      "/missing/a.png",
      verified,
      fixture("broken", "text.png"),
      unreadable,
      fixture("broken", "bomb.png"),
      fixture("broken", "alpha.png"),
      temporaryFolder(),
    ];
    const { ended, records } = await readJson(["--workers", "2", ...named]);
    expect(records.map(({ source }) => source)).toEqual(named);
    // The small copy's day is too small to be read, so its count is a candidate.
    const countOf = (record: (typeof records)[number]) =>
      record.ok ? (record.steps ?? record.candidate_steps) : record.error.code;
    expect(records.map(countOf)).toEqual([
      "FILE_NOT_FOUND",
      3629,
      "IMAGE_NOT_AN_IMAGE",
      "IMAGE_EMPTY",
      "IMAGE_TOO_LARGE",
      3629,
      "NO_PICTURES",
    ]);
    expect(ended.exitCode).toBe(1);
    // One sentence each, with the code, for those who look up what it means.
    const said = ended.stderr.trimEnd().split("\n");
    expect(said).toHaveLength(5);
    for (const line of said) expect(line).toMatch(/^ocr-eco: .+\. [A-Z].+\. \[[A-Z_]+\]$/);
  });
});

describe("wrong usage ends with status 2, one sentence and nothing read", () => {
  test.each([
    ["nothing was named", [], "Nothing to read was named"],
    ["standard input is named twice", ["-", "-"], "Standard input (-) can be read only once"],
    ["two forms are wanted", ["--json", "--csv", verified], "cannot be used with option"],
    ["--raw is wanted in a form without lines", ["--raw", "--csv", verified], "cannot be used with option"],
    [
      "the engine is unknown",
      ["--engine", "easyocr", verified],
      "Allowed choices are auto, tally, paddle, tesseract",
    ],
    ["the workers are no number", ["--workers", "two", verified], "whole number from 1 to 256"],
    ["no time is given", ["--timeout", "0", verified], "whole number from 1 to 3600"],
    [
      "the language is unknown",
      ["--lang", "xyz", verified],
      "The language xyz is not known: eng and ind are built in",
    ],
    ["the language is a path", ["--lang", "../eng", verified], "The language ../eng is not known"],
    ["an option is unknown", ["--jsn", verified], "Unknown option '--jsn'"],
  ] as const)("when %s", async (_what, words, sentence) => {
    const { exitCode, stdout, stderr } = await executed(["run", ...words]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/^ocr-eco: [A-Z][^\n]+\n$/);
  });
});

describe("a .env file in the working directory", () => {
  const withDotEnv = (content: string): string => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, ".env"), content);
    return folder;
  };

  test("is heeded, below the environment and the options", async () => {
    const cwd = withDotEnv("OCR_LANGUAGES=xyz\n");
    expect((await ocrEco(["run", unreadable], { cwd })).stderr).toContain("The language xyz is not known");
    const env = { OCR_LANGUAGES: "abc" };
    expect((await ocrEco(["run", unreadable], { cwd, env })).stderr).toContain(
      "The language abc is not known",
    );
    const option = await ocrEco(["run", "--lang", "eng", unreadable], { cwd, env });
    expect(option.stderr).toContain("is empty (0 bytes)");
  });

  test("with a wrong value is refused by the setting's name", async () => {
    const { exitCode, stdout, stderr } = await ocrEco(["run", verified], {
      cwd: withDotEnv("WORKER_COUNT=many\n"),
    });
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^ocr-eco: The configuration is wrong\. WORKER_COUNT: [^\n]+\n$/);
  });

  test("is not looked for in a folder of that name", async () => {
    const cwd = temporaryFolder();
    await Bun.write(join(cwd, ".env", "pyvenv.cfg"), "");
    expect((await ocrEco(["run", unreadable], { cwd })).stderr).toContain("is empty (0 bytes)");
  });
});
