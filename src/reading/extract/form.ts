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

/** What the form of a number tells against its being a count; `null` where it is an ordinary one. */
export function formDoubt({ text, sign, hasDecimals, line }: NumberToken): string | null {
  if (hasDecimals) return `'${text}' has decimals, which no count has`;
  const kind = kinds.find(([, form]) => form.test(sign))?.[0];
  return kind === undefined ? null : `'${line.text}' has a '${sign}' beside ${text}: ${meanings[kind]}`;
}
