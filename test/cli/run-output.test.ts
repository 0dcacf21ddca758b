import { describe, expect, test } from "bun:test";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { fixture, fixtureBytes } from "../../scripts/common/fixtures.ts";
import { assetPath } from "../../src/native/assets.ts";
import { type Ended, ocrEco, recordsIn } from "../support/cli.ts";
import { parseCsv } from "../support/csv.ts";
import { executed } from "../support/io.ts";
import { workerCommand } from "../support/pool.ts";
import { temporaryFolder } from "../support/temporary.ts";

const screen = fixture("broken", "sixteen-bit.png");
const unreadable = fixture("broken", "empty.png");
const other = fixture("negatives", "map.png");
/** What a terminal would take for a command. */
const terminalEscape = "\x1b";

/** Reads in this process, with workers that read. */
function run(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return executed(["run", ...words], { worker: workerCommand, env });
}

describe("without options", () => {
  test("one picture is a card that says what was found, how sure and why: as a process of its own", async () => {
    const { exitCode, stdout, stderr } = await ocrEco(["run", screen]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^ {2}3\s629 steps {2}✓ verified, 99\.\d % sure\n/);
    expect(stdout).toContain("Samsung Health · steps detail · English · light\n");
    expect(stdout).toMatch(/^ {2}distance +2\.08 km$/m);
    expect(stdout).toMatch(/^ {2}goal +10\s000 steps$/m);
    expect(stdout).toMatch(/^ {2}why +'3,629' is followed by the word for steps\n +both engines/m);
    expect(stdout).toMatch(/414 × 921 PNG, read by tally\s+\+\s+PP-OCR/);
    expect(stdout).not.toContain(terminalEscape);
  });

  test("a name that a terminal would obey is printed without that, wherever it stands", async () => {
    const folder = temporaryFolder();
    const picture = join(folder, `${terminalEscape}]0;title\x07.jpg`);
    copyFileSync(fixture("broken", "truncated.jpg"), picture);
    for (const options of [["--overlay", folder], ["--hocr"]]) {
      const { exitCode, stdout, stderr } = await run(["--engine", "paddle", ...options, picture]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("�]0;title�");
      expect(stdout + stderr).not.toContain(terminalEscape);
    }
    const { stderr } = await run(["--overlay", `${picture}/x.png`, picture]);
    expect(stderr).toStartWith(`ocr-eco: The overlay cannot be written to ${folder}/�]0;title�`);
    expect(stderr).not.toContain(terminalEscape);
  });

  test("a picture that is no step counter shows its text", async () => {
    const { stdout } = await run(["--engine", "paddle", other]);
    expect(stdout).toStartWith("  – no step counter\n");
    for (const row of ["Pasar Baru", "Taman Kota"]) expect(stdout).toContain(`  ${row}\n`);
    expect(stdout).not.toMatch(/^ +$/m);
  });

  test("several pictures are a table with a row each and a line of sums", async () => {
    const { exitCode, stdout, stderr } = await run([screen, unreadable, other]);
    const rows = stdout.trimEnd().split("\n");
    expect(exitCode).toBe(1);
    expect(rows[0]).toMatch(/^picture +steps +status +sure +app +date +distance$/);
    expect(rows[1]).toStartWith(screen);
    expect(rows[1]).toMatch(/3\s629 +✓ verified +99\.\d % +Samsung Health/);
    expect(rows[2]).toMatch(/✗ failed/);
    expect(rows[3]).toMatch(/no step counter$/);
    expect(rows[4]).toBe("3 pictures: 1 verified, 1 failed, 1 no step counter");
    // Neither colours nor a progress bar where there is no terminal.
    expect(stdout + stderr).not.toContain(terminalEscape);
    expect(stderr.split("\n")).toHaveLength(2);
  });
});

describe("--raw", () => {
  test("adds all lines with their boxes to the card", async () => {
    const words = ["--engine", "paddle", "--raw", screen];
    const [card, json] = [await run(words), await run([...words, "--json"])];
    const [record] = recordsIn(json.stdout);
    const lines = record?.ok ? (record.lines ?? []) : [];
    expect(lines.length).toBeGreaterThan(5);
    const tail = card.stdout.trimEnd().split("\n").slice(-lines.length);
    expect(tail.map((row) => row.slice(34))).toEqual(lines.map((line) => line.text));
    const [first] = lines;
    expect(tail[0]?.trim().split(/ +/).slice(0, 2).map(Number)).toEqual([
      Math.round(first?.box.x ?? -1),
      Math.round(first?.box.y ?? -1),
    ]);
  });
});

describe("--csv", () => {
  test("is a table that spreadsheets read: a header, a row each, and no cell that they would run", async () => {
    const folder = temporaryFolder();
    const formula = '=1+1,"x".png';
    copyFileSync(screen, join(folder, formula));
    const { exitCode, stdout } = await ocrEco(["run", "--csv", formula, unreadable], { cwd: folder });
    expect(exitCode).toBe(1);
    const [header = [], good = [], bad = [], ...rest] = parseCsv(stdout);
    expect(rest).toEqual([]);
    const cells = (row: string[]) => Object.fromEntries(header.map((name, at) => [name, row[at]]));
    expect(good).toHaveLength(header.length);
    expect(cells(good)).toMatchObject({
      source: `'${formula}`,
      status: "verified",
      steps: "3629",
      candidate_steps: "",
      goal: "10000",
      distance: "2.08 km",
      distance_km: "2.08",
      error: "",
    });
    // What a spreadsheet can add up stands beside what is printed.
    expect(header.indexOf("distance_km")).toBe(header.indexOf("distance") + 1);
    for (const name of ["date_iso", "duration_s", "calories_kcal", "clock"]) expect(header).toContain(name);
    expect(cells(good)["calories_kcal"]).toBe("132");
    expect(bad).toHaveLength(header.length);
    expect(cells(bad)).toMatchObject({ source: unreadable, status: "failed", error_code: "IMAGE_EMPTY" });
  });
});

describe("standard input", () => {
  test("is read as one picture", async () => {
    const stdin = fixtureBytes("broken", "sixteen-bit.png");
    const { exitCode, stdout } = await ocrEco(["run", "--json", "-"], { stdin });
    expect(exitCode).toBe(0);
    expect(recordsIn(stdout)).toMatchObject([{ source: "standard input", steps: 3629 }]);
  });

  test("without a picture is a failure that says so", async () => {
    const { exitCode, stderr } = await ocrEco(["run", "-"], { stdin: new TextEncoder().encode("hello") });
    expect(exitCode).toBe(1);
    expect(stderr).toStartWith("ocr-eco: standard input is a text file");
    expect((await ocrEco(["run", "-"])).stderr).toStartWith("ocr-eco: standard input is empty");
  });
});

describe("an address", () => {
  test("is read, and one that fails says why", async () => {
    const bytes = fixtureBytes("broken", "sixteen-bit.png");
    using server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: ({ url }) => (url.endsWith("/a.png") ? new Response(bytes) : new Response("", { status: 404 })),
    });
    const at = (path: string): string => new URL(path, server.url).href;
    const { exitCode, stdout } = await run(["--json", at("/a.png"), at("/b.png")]);
    expect(exitCode).toBe(1);
    expect(recordsIn(stdout)).toMatchObject([
      { source: at("/a.png"), steps: 3629 },
      { source: at("/b.png"), error: { code: "DOWNLOAD_STATUS" } },
    ]);
  });
});

describe("--engine and --lang", () => {
  test.each([
    ["tally", ["tally"]],
    ["paddle", ["paddle"]],
    ["tesseract", ["tesseract"]],
  ])("%s alone finds the steps, and leaves the decision to a human", async (engine, engines) => {
    const { stdout } = await run(["--json", "--engine", engine, screen]);
    const expected = { engines, steps: null, candidate_steps: 3629, status: "needs_review" };
    expect(recordsIn(stdout)).toMatchObject([expected]);
  });

  test("a language of one's own is taken from TESSDATA_PREFIX, and read with tesseract", async () => {
    const TESSDATA_PREFIX = temporaryFolder();
    const data = gunzipSync(readFileSync(assetPath("tesseract/eng.traineddata.gz")));
    writeFileSync(join(TESSDATA_PREFIX, "xyz.traineddata"), data);
    const { exitCode, stdout } = await run(["--json", "--lang", "xyz", screen], { TESSDATA_PREFIX });
    expect(exitCode).toBe(0);
    expect(recordsIn(stdout)).toMatchObject([{ engines: ["tesseract"], candidate_steps: 3629 }]);
    const missing = await run(["--lang", "abc", screen], { TESSDATA_PREFIX });
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toContain(`${TESSDATA_PREFIX} holds no abc.traineddata`);
  });
});
