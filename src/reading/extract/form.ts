import { because, type Reason, type SignKind } from "../reasons.ts";
import type { StepCandidate } from "./candidate.ts";
import type { NumberToken } from "./numbers.ts";

/** Signs by what they make of a number. */
const kinds: readonly (readonly [SignKind, RegExp])[] = [
  ["-", /[-−–—]/],
  ["~", /[~≈∼±]/],
  ["+", /\+/],
  ["(", /\(/],
];

/** What a word in place of the slash tells against a count and its goal: `12,345 of 10,000`. */
export function goalWordDoubt({ goalWord }: NumberToken): Reason[] {
  return goalWord === "" ? [] : [because("goal_in_words", { word: goalWord })];
}

/**
 * What the form of a number tells against its being a count; `null` where it is an ordinary one. Brackets around all of
 * it and decimals that are nothing are how a count is set where it stands over its goal: there is no other number that
 * it could be. Elsewhere an average has decimals, and what is less important brackets.
 */
export function formDoubt({ token, evidence }: Pick<StepCandidate, "token" | "evidence">): Reason | null {
  const { text, sign, hasDecimals, line } = token;
  const isOverGoal = evidence === "goal-pair";
  if (hasDecimals && !(isOverGoal && isUnlikeGroups(text))) return because("decimals", { number: text });
  if (isOverGoal && line.text.replaceAll(" ", "") === `(${text})`) return null;
  const kind = kinds.find(([, form]) => form.test(sign))?.[0];
  return kind === undefined ? null : because("sign", { number: text, line: line.text, sign, kind });
}

/** Whether decimals stand behind another sign than thousands do; behind the same one they may be a group that was cut. */
function isUnlikeGroups(text: string): boolean {
  const signs = text.replace(/\d/g, "");
  return signs.length > 1 && !signs.slice(0, -1).includes(signs.slice(-1));
}
