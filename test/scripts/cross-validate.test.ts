import { describe, expect, test } from "bun:test";
import { knowledge, type PageLeftOut, pagesOf, type Seen } from "../../scripts/cross-validate/leave-out.ts";
import { lostOf, type PageOutcome } from "../../scripts/cross-validate/print.ts";
import { recogniseApp } from "../../src/reading/apps/index.ts";
import type { AppProfile, PageProfile } from "../../src/reading/apps/profile.ts";
import { line } from "../support/lines.ts";
import { result } from "../support/results.ts";

const page = (name: string, phrase: string): PageProfile => ({
  name,
  marks: [],
  arrangements: [{ weight: 4, along: "column", items: [[phrase]] }],
  steps: { kind: "labelled", stands: [{ place: "above" }] },
  decoys: [],
  atCount: [],
  cards: false,
  printsDay: false,
});
const walker: AppProfile = {
  name: "Walker",
  appClass: "Other",
  marks: [
    { weight: 4, phrases: ["Walked today", "Jalan hari ini"] },
    { weight: 4, phrases: ["Walker tabs"] },
  ],
  arrangements: [],
  prints: [],
  pages: [page("day", "Walked today"), page("week", "Walked this week")],
};
const strider: AppProfile = {
  ...walker,
  name: "Strider",
  marks: [{ weight: 4, phrases: ["Strider"] }],
  pages: [],
};
const known = [walker, strider];

const seen = (app: string, name: string, ...texts: readonly string[]): Seen => ({
  app,
  page: name,
  takenFor: name,
  lines: texts.map((text, index) => line(text, 40, 40 * index)),
});
const day = seen("Walker", "day", "Walked today", "Walker tabs");
const week = seen("Walker", "week", "Walked this week", "Walker tabs");
const stride = seen("Strider", "day", "Strider");
const dayOut: PageLeftOut = { app: "Walker", own: [day], others: [week] };

/** What a picture is taken for by those who know this. */
function takenFor({ lines }: Seen, profiles: readonly AppProfile[]): string | undefined {
  const found = recogniseApp(lines, profiles);
  return found === null ? undefined : `${found.profile.name}/${found.page?.name}`;
}

describe("leaving out", () => {
  test("takes each page that occurs, with the other pictures of its app and of no other", () => {
    expect(pagesOf([stride, week, day])).toEqual([
      { app: "Strider", page: "day", own: [stride], others: [] },
      { app: "Walker", page: "day", own: [day], others: [week] },
      { app: "Walker", page: "week", own: [week], others: [day] },
    ]);
  });

  test("a page leaves its app and its other pages known", () => {
    const profiles = knowledge["without the page"](known, dayOut);
    expect(takenFor(day, known)).toBe("Walker/day");
    expect(takenFor(day, profiles)).toBe("Walker/undefined");
    expect(takenFor(week, profiles)).toBe("Walker/week");
    expect(profiles[1]).toBe(strider);
  });

  test("a page takes those with it that its pictures are taken for", () => {
    const misnamed = { ...day, page: "month" };
    const profiles = knowledge["without the page"](known, { ...dayOut, own: [misnamed] });
    expect(takenFor(day, profiles)).toBe("Walker/undefined");
  });

  test("a page's words are those that no other picture of the app shows", () => {
    const profiles = knowledge["and its words"](known, dayOut);
    expect(profiles[0]?.marks.map(({ phrases }) => phrases)).toEqual([["Jalan hari ini"], ["Walker tabs"]]);
    expect(takenFor(day, profiles)).toBe("Walker/undefined");
    expect(takenFor(day, knowledge["and its words"](known, { ...dayOut, others: [] }))).toBeUndefined();
  });

  test("an app leaves the others", () => {
    expect(knowledge["without the app"](known, dayOut)).toEqual([strider]);
  });
});

describe("what is lost", () => {
  const outcome = (all: boolean, page: boolean, words: boolean, app: boolean): PageOutcome => ({
    app: "Walker",
    page: "day",
    results: {
      "all profiles": [result({ right: all })],
      "without the page": [result({ right: page })],
      "and its words": [result({ right: words })],
      "without the app": [result({ right: app })],
    },
  });

  test("is named by the least that has to be known", () => {
    expect(lostOf([outcome(true, true, false, false)])).toMatchObject([
      { page: "Walker/day", without: "and its words", result: { right: false } },
    ]);
  });

  test("is nothing that was not exact before, nor what stays exact", () => {
    expect(lostOf([outcome(false, false, false, false), outcome(true, true, true, true)])).toEqual([]);
  });
});
