import { expect, test } from "bun:test";
import { evidenceOf, type KnownScreen } from "../../scripts/marks/count.ts";
import { printedOn } from "../../src/reading/apps/arrangement.ts";
import type { AppProfile } from "../../src/reading/apps/profile.ts";
import { line } from "../support/lines.ts";

const walker: AppProfile = {
  name: "Walker",
  appClass: "Other",
  marks: [
    { weight: 1, phrases: ["Profile"] },
    { weight: 1, phrases: ["Never drawn"] },
  ],
  arrangements: [{ weight: 5, along: "row", items: [["Walk"], ["Profile"]] }],
  pages: [],
  prints: [],
};

const screens = (app: string, count: number, ...texts: readonly string[]): KnownScreen[] =>
  Array.from({ length: count }, () => ({
    app,
    kind: texts.join(),
    printed: printedOn(texts.map((text, index) => line(text, 40 + 300 * index, 60))),
  }));

test("what a mark says is how much more often its app shows it, among the kind of screen that shows it most", () => {
  const drawn = [
    ...screens("Walker", 4, "Walk", "Profile"),
    ...screens("Walker", 12, "Steps"),
    ...screens("Strider", 2, "Home", "Profile"),
    ...screens("Strider", 6, "Home"),
  ];
  const [tabs, profile, never] = evidenceOf(walker, drawn);
  // What no other screen shows may stand on the next one.
  expect(tabs).toMatchObject({ own: 1, others: 0, bits: 3 });
  expect(profile).toMatchObject({ own: 1, others: 0.25, bits: 2 });
  expect(never).toMatchObject({ own: 0, bits: null });
});

test("a kind of few screens says nothing", () => {
  const drawn = [...screens("Walker", 3, "Walk", "Profile"), ...screens("Strider", 8, "Home")];
  expect(evidenceOf(walker, drawn)[0]).toMatchObject({ own: null, bits: null });
});
