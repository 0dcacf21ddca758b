import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixture } from "../../../scripts/common/fixtures.ts";
import { loadSet } from "../../../src/eval/set.ts";
import { examplesIn } from "../../support/examples.ts";
import {
  anna,
  change,
  decided,
  exportInto,
  fitbit,
  hashOf,
  labelsIn,
  looks,
  nameOf,
  samsung,
  started,
  undo,
} from "../../support/exporting.ts";
import { executed } from "../../support/io.ts";
import { pretender } from "../../support/pretender.ts";
import { reviewer } from "../../support/reviewer.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("ocr-eco review export", () => {
  test("makes a test set that eval takes, of what people decided, that names nobody", async () => {
    const running = await started();
    await decided(running, 8151, samsung, { steps: 8958 });
    await decided(running, 8152, fitbit, { none: "no_count" });
    const folder = join(temporaryFolder(), "labelled");
    const { exported, stderr, exitCode } = await exportInto(folder, running);
    expect([stderr, exitCode]).toEqual(["", 0]);
    expect(exported).toMatchObject({ written: 2, unchanged: 0, gone: 0, by_hand: [] });
    const negative = `negatives/${nameOf(fitbit)}`;
    expect(labelsIn(folder)).toEqual({
      [negative]: { steps: null, group: "Samsung Health" },
      [nameOf(samsung)]: { steps: 8958, group: "Samsung Health" },
    });
    const { pictures, warnings } = loadSet(folder);
    expect(warnings).toEqual([]);
    expect(pictures.map(({ name, label }) => [name, label?.steps])).toEqual([
      [nameOf(samsung), 8958],
      [negative, undefined],
    ]);
    expect(readFileSync(join(folder, "images", nameOf(samsung))).equals(samsung)).toBe(true);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const texts = files
      .filter((name) => name.endsWith(".json"))
      .map((name) => readFileSync(join(folder, name)));
    expect(`${files} ${texts}`).not.toMatch(/4711|815[12]|anna/);
    for (const name of ["", ...files]) {
      const found = statSync(join(folder, name));
      expect([name, found.mode & 0o777]).toEqual([name, found.isDirectory() ? 0o700 : 0o600]);
    }
  });

  test("does nothing the second time, and loads no picture again", async () => {
    const running = await started();
    await decided(running, 1, samsung, { steps: 8958 });
    const folder = join(temporaryFolder(), "labelled");
    await exportInto(folder, running);
    const before = statSync(join(folder, "labels.json")).mtimeMs;
    rmSync(join(running.dataFolder, "review"), { recursive: true });
    rmSync(join(running.dataFolder, "cache"), { recursive: true });
    expect((await exportInto(folder, running)).exported).toMatchObject({ written: 0, unchanged: 1, gone: 0 });
    expect(statSync(join(folder, "labels.json")).mtimeMs).toBe(before);
  });

  test("says how many it left out because they were rejected, or are kept no more, and exports the others", async () => {
    const running = await started();
    await decided(running, 1, samsung, { none: "rejected" });
    await decided(running, 2, fitbit, { steps: 5000 });
    const other = readFileSync(fixture("images/google-home-en-dark.png"));
    await decided(running, 3, other, { steps: 700 });
    for (const part of ["review", "cache"])
      for (const name of readdirSync(join(running.dataFolder, part), { recursive: true, encoding: "utf8" }))
        if (name.includes(hashOf(other)))
          rmSync(join(running.dataFolder, part, name), { recursive: true, force: true });
    const folder = join(temporaryFolder(), "labelled");
    const { exported, exitCode } = await exportInto(folder, running);
    expect([exitCode, exported]).toMatchObject([0, { written: 1, gone: 1, left_out: { rejected: 1 } }]);
    expect(Object.keys(labelsIn(folder))).toEqual([nameOf(fitbit)]);
    const { stdout } = await executed(["review", "export", folder, "--url", running.url], {
      env: { API_KEY: looks },
    });
    expect(stdout).toContain("1 picture that the service does not keep any more");
    expect(stdout).toContain("1 picture rejected, which says nothing of what is to be seen there");
    expect(stdout).toContain("ocr-eco forget does not reach them there");
  });

  test("replaces a label whose decision has changed, and takes out what nobody stands for any more", async () => {
    const running = await started();
    const id = await decided(running, 1, samsung, { steps: 8958 });
    const folder = join(temporaryFolder(), "labelled");
    await exportInto(folder, running);
    const { decide } = reviewer(running, anna);
    await undo(running, id);
    await decide(id, { none: "no_count" });
    expect((await exportInto(folder, running)).exported).toMatchObject({ written: 1, by_hand: [] });
    expect(Object.keys(labelsIn(folder))).toEqual([`negatives/${nameOf(samsung)}`]);
    expect(readdirSync(join(folder, "images"))).toEqual([]);
    await undo(running, id);
    await decide(id, { none: "rejected" });
    expect((await exportInto(folder, running)).exported).toMatchObject({
      withdrawn: 1,
      left_out: { rejected: 1 },
    });
    expect(labelsIn(folder)).toEqual({});
    expect(readdirSync(join(folder, "negatives"))).toEqual([]);
  });

  test("leaves what somebody changed, added or took out by hand, and says so", async () => {
    const running = await started();
    const id = await decided(running, 1, samsung, { steps: 8958 });
    await decided(running, 2, fitbit, { steps: 5000 });
    const folder = join(temporaryFolder(), "labelled");
    await exportInto(folder, running);
    const mine = {
      "mine.png": { steps: 1, note: "not ours" },
      [nameOf(samsung)]: { steps: 8958, app: "Samsung Health" },
    };
    change(folder, mine);
    await undo(running, id);
    await reviewer(running, anna).decide(id, { steps: 8985 });
    const { exported } = await exportInto(folder, running);
    const stems = [samsung, fitbit].map((bytes) => hashOf(bytes).slice(0, 16));
    expect(exported).toMatchObject({ written: 0, unchanged: 0, by_hand: stems });
    expect(labelsIn(folder)).toEqual(mine);
    const { stdout } = await executed(["review", "export", folder, "--url", running.url], {
      env: { API_KEY: looks },
    });
    expect(stdout).toContain(`2 labels that somebody changed or took out, left so: ${stems.join(", ")}`);
  });

  test("narrows what is exported to what was decided since then", async () => {
    const running = await started();
    await decided(running, 1, samsung, { steps: 8958 });
    const folder = join(temporaryFolder(), "labelled");
    expect((await exportInto(folder, running, "--since", "2126-01-01")).exported).toMatchObject({
      written: 0,
    });
    expect(existsSync(folder)).toBe(false);
    expect((await exportInto(folder, running, "--since", "2020-01-01")).exported).toMatchObject({
      written: 1,
    });
    expect((await exportInto(folder, running, "--since", "soon")).stderr).toContain(
      "--since soon is no time",
    );
  });

  test("refuses a folder whose own labels or pictures would not be found any more, and changes nothing", async () => {
    const asked: string[] = [];
    const url = pretender((request) => {
      asked.push(request.url);
      return new Response();
    });
    const refused = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<string> => {
      const folder = temporaryFolder();
      for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
      const { stderr, exitCode } = await exportInto(folder, { url });
      expect(exitCode).toBeGreaterThan(0);
      expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
      return stderr;
    };
    expect(await refused({ "labels.csv": "file,steps\n" })).toContain("has its labels in labels.csv");
    const beside = { "a.png": samsung, "labels.json": '{"a.png": {"steps": 1}}' };
    expect(await refused(beside)).toContain("has its pictures beside labels.json");
    expect(await refused({ "labels.json": "{" })).toContain("labels.json is no JSON");
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    expect((await exportInto(file, { url })).stderr).toContain("The test set cannot be written");
    expect(asked).toEqual([]);
  });

  test("does what its help shows", async () => {
    const running = await started();
    const { port } = new URL(running.url);
    const folder = temporaryFolder();
    const examples = examplesIn((await executed(["review", "--help"])).stdout);
    expect(examples.length).toBe(4);
    for (const words of examples) {
      const line = words
        .map((word) => (word === "labelled" ? join(folder, word) : word))
        .map((word) => (word.startsWith("https:") ? running.url : word));
      const ended = await executed(line, { env: { PORT: port, API_KEY: looks } });
      expect([line, ended.stderr, ended.exitCode]).toEqual([line, "", 0]);
    }
  });
});
