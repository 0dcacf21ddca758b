import { type Printed, shownBy, wordingsOf } from "../../src/reading/apps/arrangement.ts";
import { shows } from "../../src/reading/apps/index.ts";
import type { AppProfile, Arrangement, Mark } from "../../src/reading/apps/profile.ts";

/** A screen whose app is known, and a page or kind of it. */
export interface KnownScreen {
  readonly app: string;
  readonly kind: string;
  readonly printed: Printed;
}

/** How often something stands on an app's screens and on others'. */
export interface Evidence {
  /** Where the profile names it: a page, or `null` for the app as a whole. */
  readonly page: string | null;
  readonly what: string;
  readonly weight: number;
  /** The share of the app's screens that show it, among the kind that shows it most, from 0 to 1; `null` where there are none. */
  readonly own: number | null;
  /** The share of all other screens that show it. */
  readonly others: number;
  /** How many times more often the app's screens show it, as a power of two, rounded down. */
  readonly bits: number | null;
}

/** Kinds with fewer screens say nothing about a share. */
const leastScreens = 4;
/** More weight than this is given to nothing. */
export const mostWeight = 5;

/** What each mark and arrangement of a profile says, counted on screens of this app and of others. */
export function evidenceOf(profile: AppProfile, screens: readonly KnownScreen[]): Evidence[] {
  const own = screens.filter(({ app }) => app === profile.name);
  const others = screens.filter(({ app }) => app !== profile.name);
  const kinds = [...Map.groupBy(own, ({ kind }) => kind).values()].filter(
    (each) => each.length >= leastScreens,
  );
  const count = (page: string | null, what: string, weight: number, on: (screen: Printed) => boolean) => {
    const share = (group: readonly KnownScreen[]): number =>
      group.filter(({ printed }) => on(printed)).length / group.length;
    const most = kinds.length === 0 ? null : Math.max(...kinds.map(share));
    const elsewhere = share(others);
    // What no other screen shows may stand on the next one.
    const least = 1 / (others.length + 1);
    const bits =
      most === null || most === 0 ? null : Math.floor(Math.log2(most / Math.max(elsewhere, least)));
    return { page, what, weight, own: most, others: elsewhere, bits };
  };
  const parts = [{ ...profile, name: null }, ...profile.pages];
  return parts.flatMap(({ name, marks, arrangements }): Evidence[] => [
    ...arrangements.map((each) => count(name, nameOf(each), each.weight, (on) => shownBy(each, on) !== null)),
    // A page's marks only tell it from the app's other pages.
    ...(name === null ? marks : []).map((mark) =>
      count(null, mark.phrases.join(", "), mark.weight, (on) => showsMark(mark, on)),
    ),
  ]);
}

function showsMark({ phrases }: Mark, on: Printed): boolean {
  return wordingsOf(phrases).some((phrase) => shows(on, phrase));
}

function nameOf({ along, items, least }: Arrangement): string {
  const names = items.map((item) => (item instanceof RegExp ? item.source : (item[0] ?? "")));
  const some = least === undefined ? "" : ` (${least} of them)`;
  return `${along}: ${names.join(" | ")}${some}`;
}
