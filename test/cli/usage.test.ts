import { describe, expect, test } from "bun:test";
import packageJson from "../../package.json";
import { ocrEcoCommand } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { TmuxTerminal } from "../support/tmux.ts";

function ocrEco(...words: string[]) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...ocrEcoCommand, ...words]);
  return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
}

describe("the command line", () => {
  test("prints help on request, with status 0", () => {
    const { exitCode, stdout } = ocrEco("--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Usage: ocr-eco");
  });

  test("prints help on standard error when it is given nothing to do, with status 2", () => {
    const { exitCode, stdout, stderr } = ocrEco();
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("Usage: ocr-eco");
  });

  test.each(["licens", "--verison", "licenses --foo", "licenses extra"])(
    "calls '%s' wrong usage in one sentence, with status 2",
    (line) => {
      const { exitCode, stdout, stderr } = ocrEco(...line.split(" "));
      expect(exitCode).toBe(2);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/^ocr-eco: [A-Z][^\n]+\n$/);
    },
  );

  test.skipIf(!hasProgram("tmux", "tmux"))("breaks help and errors between words on a terminal", async () => {
    const help = TmuxTerminal.run(["webhooks", "--help"], { columns: 80, rows: 60 });
    await help.shows(/ended 0/);
    // Only a line that the program ended itself leaves no word's rest at the beginning of the next one.
    expect(help.text).toContain(
      "\nThe key is API_KEY or the content of API_KEY_FILE, from the environment, else\nfrom .env.",
    );
    const wrong = TmuxTerminal.run(["queue", "list", "--before", "yesterday"], { columns: 60 });
    await wrong.shows(/ended 2/);
    expect(wrong.text).toMatch(
      /^before\nocr-eco: Option '--before <id>' argument 'yesterday' is\ninvalid\. /,
    );
  });

  test("says its version, and those of Bun, the engines and the models", () => {
    const { exitCode, stdout } = ocrEco("--version");
    expect(exitCode).toBe(0);
    expect(stdout).toStartWith(`ocr-eco ${packageJson.version} (commit `);
    for (const part of [
      `Bun ${Bun.version}`,
      "onnxruntime 1.",
      "tesseract.js 7.",
      "tesseract core",
      "PP-OCRv4",
      "eng, ind",
      "sharp",
    ]) {
      expect(stdout).toContain(part);
    }
  });

  test("gives a picture to whoever has none, which it reads", () => {
    const { stdout: picture } = Bun.spawnSync([...ocrEcoCommand, "sample"]);
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
    const read = Bun.spawnSync([...ocrEcoCommand, "run", "-"], { stdin: picture });
    expect(read.stdout.toString()).toContain("✓ verified");
  });

  test("lists what is inside, for people and for programs", () => {
    expect(ocrEco("licenses").stdout).toContain("libvips");
    const { components } = JSON.parse(ocrEco("licenses", "--json").stdout);
    expect(components.length).toBeGreaterThan(50);
  });

  test("prints whole licence texts with --full", () => {
    expect(ocrEco("licenses", "--full").stdout).toContain("GNU LESSER GENERAL PUBLIC LICENSE");
  });
});
