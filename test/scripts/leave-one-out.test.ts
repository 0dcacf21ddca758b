import { describe, expect, test } from "bun:test";
import sharp from "sharp";
import { recognise } from "../../scripts/leave-one-out/recognised.ts";
import { type Removal, removals, usedOn } from "../../scripts/leave-one-out/removals.ts";
import { profiles, recogniseApp } from "../../src/reading/apps/index.ts";
import type { Line, OcrEngine, SecondReader } from "../../src/reading/engines/engine.ts";
import { wholeKnowledge } from "../../src/reading/knowledge.ts";
import { explain, vocabularyOf } from "../../src/reading/scope/explain.ts";
import { timesIn } from "../../src/reading/scope/times.ts";
import { line } from "../support/lines.ts";
import { temporaryFolder } from "../support/temporary.ts";

const all = removals();
const without = (kind: Removal["kind"], name: string): Removal => {
  const found = all.find((each) => each.kind === kind && each.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
};
const known = ({ knowledge }: Pick<Removal, "knowledge">) => vocabularyOf(null, null, false, knowledge.scope);

describe("leaving out one thing that is known", () => {
  test("names each of them once", () => {
    const names = all.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test("of words leaves nothing that understands them", () => {
    const average = without("words", "average");
    const said = explain(line("Daily average", 0, 0), known(average));
    expect(said).toMatchObject({ scopes: [], unknown: ["average"] });
    expect(average.knowledge.denies("Daily average")).toBe(false);
    expect(average.knowledge.denies("Step goal")).toBe(true);
    expect(explain(line("Best day", 0, 0), known(average)).scopes).toHaveLength(1);
  });

  test("of forms of time leaves the others", () => {
    const weeks = without("form of time", "week: W47");
    expect(timesIn("W47, Week 47", known(weeks).times).map(({ text }) => text)).toEqual(["Week 47"]);
    expect(without("all forms", "week").knowledge.denies("Weekly steps")).toBe(false);
    expect(explain(line("Week 47", 0, 0), known(without("all forms", "week"))).unknown).toEqual(["Week"]);
  });

  test("of pages and apps leaves the other pages, and the other apps", () => {
    const [profile] = profiles;
    const page = profile?.pages[0]?.name ?? "";
    const { apps } = without("page", `${profile?.name}/${page}`).knowledge;
    expect(apps[0]?.pages.map(({ name }) => name)).toEqual(
      profile?.pages.slice(1).map(({ name }) => name) ?? [],
    );
    expect(apps.slice(1)).toEqual(profiles.slice(1));
    const lines = [line("Samsung Health", 40, 40), line("Daily activity", 40, 80)];
    expect(recogniseApp(lines, wholeKnowledge.apps)?.profile.name).toBe("Samsung Health");
    expect(recogniseApp(lines, without("app", "Samsung Health").knowledge.apps)).toBeNull();
  });

  test("matters where the words that say what a count is of use it, or the page is its", () => {
    const used = usedOn({ app: "Fitbit", page: "home" }, ["Daily average", "Week 47"]);
    const matter = all.filter(({ matters }) => matters(used)).map(({ kind, name }) => `${kind} ${name}`);
    expect(matter).toEqual([
      "words average",
      "form of time week: week",
      "all forms week",
      "tabs of days and weeks, of other people",
      "words of strangers' pages",
      "page Fitbit/home",
      "app Fitbit",
      "decoys Fitbit",
    ]);
  });
});

describe("a picture that is interpreted again and again", () => {
  const asked: string[] = [];
  const engine: OcrEngine & SecondReader = {
    name: "paddle",
    async recognize() {
      asked.push("all");
      return [line("Steps", 0, 0)];
    },
    async recognizeLine(_image, _box, settles): Promise<Line | null> {
      asked.push("line");
      const [first, second] = [line("1", 0, 0), line("2", 0, 0)];
      return settles(first) ? first : settles(second) ? second : first;
    },
  };
  const picture = async (): Promise<Buffer> =>
    await sharp({ create: { width: 60, height: 60, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
  const engines = { first: engine, second: async () => engine };

  test("is read once, also by those who come later, and each place of it only until what is wanted was seen", async () => {
    const cache = temporaryFolder();
    const look = async (text: string): Promise<string | undefined> => {
      const seen = await recognise(await picture(), engines, cache);
      expect(seen.lines.map((each) => each.text)).toEqual(["Steps"]);
      const second = await seen.engines.second?.("paddle");
      const found = await second?.recognizeLine(seen.raster, { x: 0, y: 0, width: 1, height: 1 }, (each) => {
        return each.text === text;
      });
      seen.keep();
      return found?.text;
    };
    expect(await look("1")).toBe("1");
    const start = asked.length;
    expect(await look("1")).toBe("1");
    expect(asked.slice(start)).toEqual([]);
    // Another number was wanted before: the engine had not tried all of its ways.
    expect([await look("2"), await look("3"), await look("3"), await look("1")]).toEqual([
      "2",
      "1",
      "1",
      "1",
    ]);
    expect(asked.slice(start)).toEqual(["line", "line"]);
  });
});
