import { printedOn } from "../../src/reading/apps/arrangement.ts";
import { shows } from "../../src/reading/apps/index.ts";
import type { AppProfile, Mark } from "../../src/reading/apps/profile.ts";
import type { Line } from "../../src/reading/engines/engine.ts";
import { squeeze } from "../../src/reading/extract/vocabulary.ts";

/** A picture of a page: its app's name, and its text. */
export interface Seen {
  readonly app: string;
  /** By its label. */
  readonly page: string;
  /** The page that the reading takes it for when it knows all; `null` for none. */
  readonly takenFor: string | null;
  readonly lines: readonly Line[];
}

/** One page to leave out: what shows it, and what shows other pages of the same app. */
export interface PageLeftOut {
  readonly app: string;
  readonly own: readonly Seen[];
  readonly others: readonly Seen[];
}

/** What is known of the apps when something is left out, by what that is. */
export const knowledge = {
  "all profiles": (profiles) => profiles,
  "without the page": withoutPage,
  "and its words": (profiles, page) => withoutWords(withoutPage(profiles, page), page),
  "without the app": (profiles, { app }) => profiles.filter(({ name }) => name !== app),
} as const satisfies Record<
  string,
  (profiles: readonly AppProfile[], page: PageLeftOut) => readonly AppProfile[]
>;
export type Knowledge = keyof typeof knowledge;
export const kindsOfKnowledge = Object.keys(knowledge) as Knowledge[];

/** Each page that occurs among the pictures, in the order of their names. */
export function pagesOf<Picture extends Seen>(
  pictures: readonly Picture[],
): (PageLeftOut & { readonly page: string; readonly own: readonly Picture[] })[] {
  const groups = Map.groupBy(pictures, ({ app, page }) => `${app}/${page}`);
  return [...groups.keys()].sort().flatMap((key) => {
    const own = groups.get(key) ?? [];
    const [first] = own;
    if (first === undefined) return [];
    const others = pictures.filter((picture) => picture.app === first.app && !own.includes(picture));
    return [{ app: first.app, page: first.page, own, others }];
  });
}

/** Takes away the profile of the labelled page, and those that its pictures are taken for besides. */
function withoutPage(profiles: readonly AppProfile[], { app, own }: PageLeftOut): readonly AppProfile[] {
  const names = new Set(own.flatMap(({ page, takenFor }) => [page, takenFor]));
  return withApp(profiles, app, (profile) => ({
    ...profile,
    pages: profile.pages.filter(({ name }) => !names.has(name)),
  }));
}

/** Takes away the phrases by which the app is known on this page, and on no other picture of the app. */
function withoutWords(
  profiles: readonly AppProfile[],
  { app, own, others }: PageLeftOut,
): readonly AppProfile[] {
  const isKnownOnlyHere = (phrase: string): boolean =>
    own.some(({ lines }) => isOn(lines, phrase)) && !others.some(({ lines }) => isOn(lines, phrase));
  return withApp(profiles, app, (profile) => ({
    ...profile,
    marks: profile.marks.map((mark): Mark => {
      return { ...mark, phrases: mark.phrases.filter((phrase) => !isKnownOnlyHere(phrase)) };
    }),
    arrangements: profile.arrangements.filter(
      ({ items }) =>
        !items.some((item) => !(item instanceof RegExp) && item.some((phrase) => isKnownOnlyHere(phrase))),
    ),
  }));
}

function withApp(
  profiles: readonly AppProfile[],
  app: string,
  change: (profile: AppProfile) => AppProfile,
): readonly AppProfile[] {
  return profiles.map((profile) => (profile.name === app ? change(profile) : profile));
}

function isOn(lines: readonly Line[], phrase: string): boolean {
  return shows(printedOn(lines), squeeze(phrase));
}
