import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { random } from "../common/random.ts";
import type { ListName } from "./expressions/index.ts";
import type { Locale } from "./format.ts";
import { negativesFor } from "./negatives.ts";
import type { ScopeLabel } from "./scopes/scope-screen.ts";
import { type Label, type Page, type Phone, phoneFor, type Screen, type Theme } from "./screen.ts";
import { PAGES } from "./screens/index.ts";
import { varied } from "./variety.ts";

/** A drawn screen and the name of its file. */
export interface Named {
  file: string;
  screen: Screen;
}

/** A picture whose number must not be booked, and what its label says, where it has one. */
interface DrawnNegative {
  file: string;
  svg: string;
  label?: ScopeLabel;
  /** The lists of expressions from which its words are. */
  lists?: readonly ListName[];
  /** Those words, as they are drawn. */
  said?: readonly string[];
}

/** A whole folder: pictures with steps and pictures without. */
export interface DrawnSet {
  screens: Named[];
  negatives: DrawnNegative[];
}

interface Kind {
  page: Page;
  locale: Locale;
  theme: Theme;
}

const NEGATIVES = 9;

/** Every page in every language and theme that it has. */
function kinds(): Kind[] {
  const locales: Locale[] = ["en", "id"];
  return PAGES.flatMap((page) =>
    page.themes.flatMap((theme) => locales.map((locale): Kind => ({ page, locale, theme }))),
  );
}

/** How many screens show each kind once. */
export const KINDS = kinds().length;

/**
 * Draws `count` screens with numbers of all forms and sizes. Kinds take turns in a mixed order, so that a small set
 * has different apps too; `width` makes all pictures equally wide, in pixels.
 */
export function randomSet(seed: string, count: number, width?: number): DrawnSet {
  const all = shuffled(kinds(), seed);
  const screens = Array.from({ length: count }, (_, index) => {
    const kind = all[index % all.length];
    if (kind === undefined) throw new Error("there is no page to draw");
    const number = String(index + 1).padStart(4, "0");
    const phone = varied(phoneOf(kind, `${seed}/${index}`, width), random(`${seed}/${index}/numbers`));
    return { file: `${number}-${nameOf(kind)}.png`, screen: kind.page.draw(phone) };
  });
  return { screens, negatives: negativeFiles(seed, Math.min(NEGATIVES, Math.ceil(count / 4))) };
}

/**
 * Draws the screens that are kept with the tests: each layout twice, in both languages, and light and dark where the
 * app has both.
 */
export function fixtureSet(): DrawnSet {
  const screens = PAGES.flatMap((page, index) => {
    const [first = "dark", second = first] = index % 2 === 1 ? page.themes : page.themes.toReversed();
    const pair: Kind[] = [
      { page, locale: "en", theme: first },
      { page, locale: "id", theme: second },
    ];
    return pair.map((kind) => {
      const name = nameOf(kind);
      const phone = phoneOf(kind, `fixture/${name}/${FIXTURE_TAKES[name] ?? 1}`);
      return { file: `${name}.png`, screen: kind.page.draw(phone) };
    });
  });
  return { screens, negatives: negativeFiles("fixture", NEGATIVES) };
}

/**
 * Draws the few screens that are inside of the program, for those who measure a machine without pictures of their own:
 * several apps, both languages, light and dark, each of them read surely, and all of them together in the time that as
 * many real ones take.
 */
export function sampleSet(): DrawnSet {
  return { ...randomSet("sample-1", 8, 1170), negatives: [] };
}

/** Which take of a fixture shows its page best. */
const FIXTURE_TAKES: Readonly<Record<string, number>> = {
  // With a watch's three rings, scrolled down to the steps.
  "apple-activity-day-id-dark": 2,
  // An iPhone's page, whose head shows no number.
  "huawei-steps-detail-en-light": 2,
  // The sample of the README: a full day whose goals are nearly reached.
  "samsung-daily-activity-en-light": 4899,
  // With the steps on two cards.
  "samsung-home-id-dark": 5,
};

/** Writes a set in the layout `images/`, `negatives/`, `labels.json`; what these held before is removed. */
export async function writeSet(
  out: string,
  set: DrawnSet,
  render: (svg: string) => Promise<Buffer>,
): Promise<void> {
  for (const folder of ["images", "negatives"]) {
    rmSync(join(out, folder), { recursive: true, force: true });
    mkdirSync(join(out, folder), { recursive: true });
  }
  const labels: Record<string, Label | ScopeLabel> = {};
  for (const { file, screen } of set.screens) {
    writeFileSync(join(out, "images", file), await render(screen.svg));
    labels[file] = screen.label;
  }
  for (const { file, svg, label } of set.negatives) {
    writeFileSync(join(out, "negatives", file), await render(svg));
    if (label !== undefined) labels[`negatives/${file}`] = label;
  }
  writeFileSync(join(out, "labels.json"), `${JSON.stringify(labels, null, 2)}\n`);
}

function phoneOf(kind: Kind, seed: string, width?: number): Phone {
  return phoneFor(kind.page, kind.locale, kind.theme, random(seed), width);
}

function nameOf({ page, locale, theme }: Kind): string {
  const app = page.app.split(" ")[0]?.toLowerCase() ?? "";
  const layout = page.layout === undefined ? "" : `-${page.layout}`;
  return `${app}-${page.page.replaceAll("_", "-")}${layout}-${locale}-${theme}`;
}

function negativeFiles(seed: string, amount: number): { file: string; svg: string }[] {
  return negativesFor(seed, amount).map(({ name, svg }) => ({ file: `${name}.png`, svg }));
}

/** The items in an order that the seed decides. */
export function shuffled<T>(items: readonly T[], seed: string): T[] {
  const r = random(`${seed}/order`);
  return items
    .map((item): [number, T] => [r.next(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}
