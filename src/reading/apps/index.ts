import type { Line } from "../engines/engine.ts";
import { squeeze } from "../extract/vocabulary.ts";
import { appleHealth } from "./apple-health.ts";
import { fitbit } from "./fitbit.ts";
import { garminConnect } from "./garmin-connect.ts";
import { googleFit } from "./google-fit.ts";
import { huaweiHealth } from "./huawei-health.ts";
import { miFitness } from "./mi-fitness.ts";
import type { AppProfile, Mark, PageProfile } from "./profile.ts";
import { samsungHealth } from "./samsung-health.ts";

/** The apps that we know. Adding one is adding a file beside this and a line here. */
export const profiles: readonly AppProfile[] = [
  appleHealth,
  googleFit,
  huaweiHealth,
  samsungHealth,
  fitbit,
  garminConnect,
  miFitness,
];

/** Weight of the marks that an app must show before it is named. */
const leastScore = 3;
/** How far the first app must be ahead of the second. */
const leastLead = 1;

export interface Recognised {
  readonly profile: AppProfile;
  readonly page: PageProfile | null;
}

/** Which app and which of its pages the lines come from; `null` when no app stands out. */
export function recogniseApp(
  lines: readonly Line[],
  known: readonly AppProfile[] = profiles,
): Recognised | null {
  const texts = { squeezed: lines.map((line) => squeeze(line.text)), printed: lines.map(({ text }) => text) };
  const ranked = known
    .map((profile) => ({ profile, score: scoreOf(profile.marks, texts) }))
    .sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  if (first === undefined || first.score < leastScore) return null;
  if (second !== undefined && first.score - second.score < leastLead) return null;
  const pages = first.profile.pages
    .map((page) => ({ page, score: scoreOf(page.marks, texts) }))
    .sort((a, b) => b.score - a.score);
  const page = pages[0];
  return { profile: first.profile, page: page === undefined || page.score < 2 ? null : page.page };
}

interface Texts {
  readonly squeezed: readonly string[];
  readonly printed: readonly string[];
}

function scoreOf(marks: readonly Mark[], texts: Texts): number {
  return marks.filter((mark) => isShown(mark, texts)).reduce((sum, { weight }) => sum + weight, 0);
}

function isShown({ phrases, forms }: Mark, { squeezed, printed }: Texts): boolean {
  if (phrases.some((phrase) => shows(squeezed, squeeze(phrase)))) return true;
  return forms?.every((form) => printed.some((text) => form.test(text))) ?? false;
}

/** Long phrases may stand inside a line; short ones (`7d`, `Move`) must be a line, give or take an icon. */
function shows(texts: readonly string[], phrase: string): boolean {
  return texts.some((text) =>
    phrase.length >= 7
      ? text.includes(phrase)
      : text === phrase || (phrase.length >= 4 && text.slice(1) === phrase),
  );
}
