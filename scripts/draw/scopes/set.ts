import { type Random, random } from "../../common/random.ts";
import type { Locale } from "../format.ts";
import { type Phone, phoneFor, type Theme } from "../screen.ts";
import { type DrawnSet, shuffled } from "../set.ts";
import { type KindName, SCOPE_KINDS } from "./kinds.ts";
import { type Mutation, mutated, mutations } from "./mutations.ts";
import { type ScopeScreen, Wording } from "./scope-screen.ts";
import { KNOWN, type Skin, UNKNOWN } from "./skins.ts";

/** Narrow, so that thousands are drawn and read in little time. */
const WIDTHS = [720, 720, 750, 780, 828, 1080];

interface Drawing {
  readonly name: string;
  draw(r: Random, locale: Locale): ScopeScreen;
}

const kindNames = Object.keys(SCOPE_KINDS) as KindName[];

function drawingOf(skin: Skin, name: KindName): Drawing {
  return { name: `${slug(skin.app)}-${name}`, draw: (r, locale) => kindOf(skin, name, r, locale) };
}

function changed(mutation: Mutation): Drawing {
  return {
    name: `${slug(mutation.page.app)}-${slug(mutation.page.page)}-${mutation.part}-${slug(mutation.list)}`,
    draw: (r, locale) => mutatedWith(mutation, r, locale),
  };
}

/** Every page that can be drawn whose count is no day's count of the phone's owner. */
function drawings(): Drawing[] {
  return [
    ...[...KNOWN, ...UNKNOWN].flatMap((skin) => kindNames.map((name) => drawingOf(skin, name))),
    ...mutations().map(changed),
  ];
}

/** How many screens show each of them once. */
export const SCOPE_DRAWINGS = drawings().length;

/**
 * Draws `count` pictures whose number must not be booked: pages about something else than a day, of apps that the reader
 * knows and of others, and pages about a day on which one part says otherwise. They take turns in a mixed order.
 */
export function scopeSet(seed: string, count: number): DrawnSet {
  const all = shuffled(drawings(), `${seed}/scopes`);
  return drawn(seed, Array.from({ length: count }, (_, index) => all[index % all.length] ?? []).flat());
}

/**
 * Draws a share of them that is read in little time: each kind in two of the apps that the reader knows, which take turns,
 * and each page about a day changed in one way.
 */
export function scopeShare(seed: string): DrawnSet {
  const skins = shuffled(KNOWN, `${seed}/skins`);
  const kinds = kindNames.flatMap((name, index) =>
    [2 * index, 2 * index + 1].flatMap((turn) => {
      // A round later each kind meets another pair of apps.
      const skin = skins[(turn + Math.floor(turn / skins.length)) % skins.length];
      return skin === undefined ? [] : [drawingOf(skin, name)];
    }),
  );
  const pages = [...Map.groupBy(mutations(), ({ page }) => page).values()].flatMap((ways, index) =>
    shuffled(ways, `${seed}/ways/${index}`).slice(0, 1).map(changed),
  );
  return drawn(seed, [...kinds, ...pages]);
}

/** One picture of each drawing, in both languages by turns. */
function drawn(seed: string, all: readonly Drawing[]): DrawnSet {
  const negatives = all.map((drawing, index) => {
    const r = random(`${seed}/scopes/${index}`);
    const { svg, label, lists, said } = drawing.draw(r, index % 2 === 0 ? "en" : "id");
    return { file: `${String(index + 1).padStart(5, "0")}-${drawing.name}.png`, svg, label, lists, said };
  });
  return { screens: [], negatives };
}

function phone(r: Random, about: Pick<Skin, "os" | "darkOnly">, locale: Locale): Phone {
  const themes: Theme[] = about.darkOnly === true ? ["dark"] : ["light", "dark"];
  const page = { app: "", page: "", os: [about.os], themes, draw: () => ({ svg: "", label: null as never }) };
  return phoneFor(page, locale, r.pick(themes), r, r.pick(WIDTHS));
}

function kindOf(skin: Skin, name: KindName, r: Random, locale: Locale): ScopeScreen {
  const on = phone(r, skin, locale);
  const wording = new Wording(on);
  const { scope, draw } = SCOPE_KINDS[name];
  const svg = draw({ phone: on, skin, wording });
  const known = KNOWN.includes(skin);
  const group = `${known ? skin.app : "unknown app"}, ${name}`;
  const { theme } = on;
  return {
    svg,
    lists: wording.lists,
    said: wording.said,
    label: { steps: null, scope, group, app: skin.app, locale, theme, note: wording.note },
  };
}

function mutatedWith(mutation: Mutation, r: Random, locale: Locale): ScopeScreen {
  const on = phoneFor(mutation.page, locale, r.pick(mutation.page.themes), r, r.pick(WIDTHS));
  return mutated(mutation, on);
}

function slug(words: string): string {
  return words
    .replaceAll(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
