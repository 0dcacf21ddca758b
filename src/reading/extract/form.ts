import type { StepCandidate } from "./candidate.ts";
import type { NumberToken } from "./numbers.ts";

/** What each sign beside a number makes of it, by the sign that stands for its kind. */
const meanings: Readonly<Record<string, string>> = {
  "-": "it is a difference, or the end of a range",
  "~": "it is an estimate",
  "+": "it is an increase, or less than there are",
  "(": "it is put in brackets",
};
const kinds: readonly (readonly [string, RegExp])[] = [
  ["-", /[-−–—]/],
  ["~", /[~≈∼±]/],
  ["+", /\+/],
  ["(", /\(/],
];

/** What a word in place of the slash tells against a count and its goal: `12,345 of 10,000`. */
export function goalWordDoubt({ goalWord }: NumberToken): string[] {
  return goalWord === "" ? [] : [`its goal stands behind '${goalWord}', as on no page that is known`];
}

/**
 * What the form of a number tells against its being a count; `null` where it is an ordinary one. Brackets around all of
 * it and decimals that are nothing are how a count is set where it stands over its goal: there is no other number that
 * it could be. Elsewhere an average has decimals, and what is less important brackets.
 */
export function formDoubt({ token, evidence }: Pick<StepCandidate, "token" | "evidence">): string | null {
  const { text, sign, hasDecimals, line } = token;
  const isOverGoal = evidence === "goal-pair";
  if (hasDecimals && !(isOverGoal && isUnlikeGroups(text)))
    return `'${text}' has decimals, which no count has`;
  if (isOverGoal && line.text.replaceAll(" ", "") === `(${text})`) return null;
  const kind = kinds.find(([, form]) => form.test(sign))?.[0];
  return kind === undefined ? null : `'${line.text}' has a '${sign}' beside ${text}: ${meanings[kind]}`;
}

/** Whether decimals stand behind another sign than thousands do; behind the same one they may be a group that was cut. */
function isUnlikeGroups(text: string): boolean {
  const signs = text.replace(/\d/g, "");
  return signs.length > 1 && !signs.slice(0, -1).includes(signs.slice(-1));
}
