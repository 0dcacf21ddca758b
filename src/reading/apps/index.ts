import type { Line } from "../engines/engine.ts";
import { appleHealth } from "./apple-health.ts";
import { isAlike, type Printed, printedOn, shownBy, wordingsOf } from "./arrangement.ts";
import { fitbit } from "./fitbit.ts";
import { garminConnect } from "./garmin-connect.ts";
import { googleFit } from "./google-fit.ts";
import { huaweiHealth } from "./huawei-health.ts";
import { miFitness } from "./mi-fitness.ts";
import type { AppProfile, Arrangement, Mark, PageProfile } from "./profile.ts";
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

/** Weight of the marks and arrangements that an app must show before it is named. */
const leastScore = 4;
/** How far the first app must be ahead of the second. */
const leastLead = 1;
/** Longer phrases may stand inside of a line. */
const shortestInside = 7;

export interface Recognised {
  readonly profile: AppProfile;
  readonly page: PageProfile | null;
}

/**
 * Which app and which of its pages the lines come from; `null` when no app stands out. Words alone may name an app: its page
 * is known only by what stands in its place.
 */
export function recogniseApp(
  lines: readonly Line[],
  known: readonly AppProfile[] = profiles,
): Recognised | null {
  const on = printedOn(lines);
  const [first, second] = known
    .map((profile) => ({ profile, score: scoreOf(profile, on) }))
    .sort((a, b) => b.score - a.score);
  if (first === undefined || first.score < leastScore) return null;
  if (second !== undefined && first.score - second.score < leastLead) return null;
  const [page] = first.profile.pages
    .filter(({ arrangements }) => arrangements.some((each) => shownBy(each, on) !== null))
    .map((each) => ({ page: each, score: weightOf(each.marks, each.arrangements, on) }))
    .sort((a, b) => b.score - a.score);
  return { profile: first.profile, page: page?.page ?? null };
}

function scoreOf({ marks, arrangements, pages }: AppProfile, on: Printed): number {
  return weightOf(marks, [...arrangements, ...pages.flatMap((page) => page.arrangements)], on);
}

/** Words that are counted as a part of an arrangement are not counted once more. */
function weightOf(marks: readonly Mark[], arrangements: readonly Arrangement[], on: Printed): number {
  let sum = 0;
  const counted = new Set<string>();
  // The tabs of an app tell some of its pages, too.
  for (const arrangement of new Set(arrangements)) {
    const words = shownBy(arrangement, on);
    if (words === null) continue;
    sum += arrangement.weight;
    for (const word of words) counted.add(word);
  }
  for (const { weight, phrases } of marks) {
    const wordings = wordingsOf(phrases);
    if (wordings.some((phrase) => counted.has(phrase))) continue;
    if (wordings.some((phrase) => shows(on, phrase))) sum += weight;
  }
  return sum;
}

/** Whether a phrase, squeezed, stands on a screen: long ones inside of a line, too; short ones (`7d`, `Move`) must be a line. */
export function shows({ lines }: Printed, phrase: string): boolean {
  return lines.some(({ squeezed }) =>
    phrase.length >= shortestInside ? squeezed.includes(phrase) : isAlike(squeezed, phrase),
  );
}
