import { describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { overlayFiles } from "../../cli/run/overlay-files.ts";
import { fixture } from "../../scripts/common/fixtures.ts";
import { ocrEco, readJson, recordsIn } from "../support/cli.ts";
import { failureOf } from "../support/failure.ts";
import { executed } from "../support/io.ts";
import { temporaryFolder } from "../support/temporary.ts";

const screen = fixture("broken", "sixteen-bit.png");
const options = ["--engine", "paddle", "--overlay"] as const;

describe("--overlay", () => {
  test("draws on the picture what was found, in its own size with a caption below, and says where it lies", async () => {
    const file = join(temporaryFolder(), "seen.png");
    const { records } = await readJson(["--overlay", file, screen]);
    const [record] = records;
    expect(record).toMatchObject({ ok: true, status: "verified", overlay: file });
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.channels]).toEqual([414, 3]);
    expect(info.height).toBeWithin(921 + 40, 2 * 921);
    const strip = data.subarray(info.width * 921 * 3);
    // Writing on a dark ground.
    expect([...new Set(strip)]).toEqual(expect.arrayContaining([24, 255]));
    // The accepted number stands in a green frame.
    const box = record?.ok ? record.evidence?.box : undefined;
    if (box === undefined) throw new Error("there is no evidence");
    const colours = new Set<string>();
    for (let y = Math.round(box.y) - 10; y < box.y + box.height + 10; y++) {
      const at = (y * info.width + Math.round(box.x + box.width / 2)) * 3;
      colours.add([...data.subarray(at, at + 3)].join());
    }
    expect([...colours]).toContain("0,190,90");
  });

  test("writes into a folder for several pictures, numbered where names repeat, in the order of the pictures", async () => {
    const folder = temporaryFolder();
    const named = ["x", "y"].map((name) => join(folder, name, "a.png"));
    for (const path of named) {
      mkdirSync(join(path, ".."));
      copyFileSync(screen, path);
    }
    const target = join(folder, "new", "overlays");
    const { records } = await readJson(["--workers", "2", ...options, target, ...named]);
    expect(records.map((record) => (record.ok ? record.overlay : null))).toEqual([
      join(target, "a.overlay.png"),
      join(target, "a-2.overlay.png"),
    ]);
    expect(readdirSync(target).sort()).toEqual(["a-2.overlay.png", "a.overlay.png"]);
  });

  test("tells of the file on the card, too", async () => {
    const folder = temporaryFolder();
    const { stdout } = await ocrEco(["run", ...options, folder, screen]);
    expect(stdout).toMatch(new RegExp(`^ {2}overlay +${join(folder, "sixteen-bit.overlay.png")}$`, "m"));
  });

  test("of several pictures is refused for what is one file, or looks like one, before anything is read", async () => {
    const folder = temporaryFolder();
    const there = join(folder, "there");
    writeFileSync(there, "mine");
    for (const [target, words] of [
      [there, "is one file"],
      [join(folder, "new.png"), "looks like one file"],
    ] as const) {
      const { exitCode, stdout, stderr } = await executed(["run", ...options, target, screen, screen]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toBe(
        `ocr-eco: 2 pictures are read, and ${target} ${words}. Name a folder for their overlays, such as overlays/.\n`,
      );
    }
    expect(readFileSync(there, "utf8")).toBe("mine");
    expect(readdirSync(folder)).toEqual(["there"]);
  });

  test("that cannot be written is one sentence, before anything is read", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    for (const target of [join(folder, "file", "seen.png"), join(folder, "missing", "seen.png")]) {
      const { exitCode, stdout, stderr } = await executed(["run", ...options, target, screen]);
      expect(exitCode).toBe(1);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/^ocr-eco: The overlay cannot be written to .* \(EN[A-Z]+\)\. Name [^\n]+\n$/);
    }
  });

  test("that can no longer be written fails its picture and not the others", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "a.overlay.png"));
    const named = ["a.png", "b.png"].map((name) => join(folder, name));
    for (const path of named) copyFileSync(screen, path);
    const { exitCode, stdout } = await ocrEco(["run", "--json", ...options, folder, ...named]);
    expect(exitCode).toBe(1);
    expect(recordsIn(stdout)).toMatchObject([
      { ok: false, error: { code: "OUTPUT_NOT_WRITABLE" } },
      { ok: true, overlay: join(folder, "b.overlay.png") },
    ]);
  });

  test("never overwrites a picture", async () => {
    const folder = temporaryFolder();
    const own = join(folder, "a.png");
    copyFileSync(screen, own);
    const { exitCode, stderr } = await executed(["run", ...options, join(folder, ".", "a.png"), own]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`would overwrite the picture ${own}`);
    expect(readFileSync(own).equals(readFileSync(screen))).toBe(true);
  });
});

describe("the names of overlays", () => {
  test.each([
    [["https://example.org/p/a.png?x=1"], ["a.overlay.png"]],
    [["https://example.org/"], ["picture.overlay.png"]],
    [["standard input"], ["standard input.overlay.png"]],
    [
      ["a.png", "a.jpg", "a-2.png"],
      ["a.overlay.png", "a-2.overlay.png", "a-2-2.overlay.png"],
    ],
  ])("of %j are %j", (sources, names) => {
    const folder = temporaryFolder();
    const files = overlayFiles(folder, sources);
    expect(sources.map((_, index) => files.write(index, new Uint8Array()))).toEqual(
      names.map((name) => join(folder, name)),
    );
  });

  test("are refused when one is a picture's own", async () => {
    const folder = temporaryFolder();
    const sources = [join(folder, "a.overlay.png"), join(folder, "a.png")];
    expect((await failureOf(() => overlayFiles(folder, sources))).code).toBe("OUTPUT_NOT_WRITABLE");
  });
});
