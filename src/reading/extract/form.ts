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

/** What the form of a number tells against its being a count; `null` where it is an ordinary one. */
export function formDoubt({ text, sign, hasDecimals, line }: NumberToken): string | null {
  if (hasDecimals) return `'${text}' has decimals, which no count has`;
  const kind = kinds.find(([, form]) => form.test(sign))?.[0];
  return kind === undefined ? null : `'${line.text}' has a '${sign}' beside ${text}: ${meanings[kind]}`;
}
