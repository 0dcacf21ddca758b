import {
  type Concept,
  fillers,
  foreignSections,
  labels,
  notTheCount,
  telling,
  type Unit,
  units,
} from "./lexicon.ts";

/** Lower case, without spaces and punctuation that engines drop or invent: `Today's steps` → `todayssteps`. */
export function squeeze(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%+/]/gu, "");
}

function index<K extends string>(entries: Readonly<Record<K, readonly string[]>>): Map<string, K> {
  const map = new Map<string, K>();
  for (const [key, phrases] of Object.entries(entries) as [K, readonly string[]][]) {
    for (const phrase of phrases) map.set(squeeze(phrase), key);
  }
  return map;
}

const labelIndex = index(labels);
const unitIndex = index(units);
const fillerIndex = new Set(fillers.map(squeeze));
const foreignIndex = new Set(foreignSections.map(squeeze));
/** What may stand on a count's line, the longest first: `steps` must not leave the rest of `today's steps`. */
const countPhrases = [...labels.steps, ...units.steps, ...fillers]
  .map(squeeze)
  .sort((a, b) => b.length - a.length);
const tellingForms = {
  en: telling.en.map(asWholeWords),
  id: telling.id.map(asWholeWords),
};

function asWholeWords(phrase: string): RegExp {
  return new RegExp(`(?<!\\p{L})${phrase}(?!\\p{L})`, "u");
}

/** What a line that is a label and nothing else names, or `null`. An icon read as one character is forgiven. */
export function conceptOf(text: string): Concept | null {
  const plain = squeeze(text);
  for (const form of [
    plain,
    plain.replace(/^[0-9o]/, ""),
    plain.replace(/[0-9oi]$/, ""),
    plain.replace(/^[0-9o]|[0-9oi]$/g, ""),
    squeeze(text.replace(/^\S\s+/, "")),
  ]) {
    const concept = labelIndex.get(form);
    if (concept !== undefined) return concept;
  }
  return null;
}

/** What a word behind a number says the number counts, or `null`. */
export function unitOf(word: string): Unit | null {
  const plain = squeeze(word);
  return (
    unitIndex.get(plain) ??
    (plain.length >= 4 && units.steps.some((step) => step.length >= 5 && oneLetterOff(plain, step))
      ? "steps"
      : null)
  );
}

/** True when one letter more, less or other makes one word of the two: `Iangkah`, `angkah` for `langkah`. */
export function oneLetterOff(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  return short.slice(short.length === long.length ? same + 1 : same) === long.slice(same + 1);
}

/**
 * True for text that has to do with counting steps, however long it is. `Step 2 of 3` has not: only what is counted, or
 * what counts, is meant.
 */
export function speaksOfSteps(text: string): boolean {
  const counting = /steps|langkah|lngkh|pedometer|step(?:count|track|meter|goal)|(?:reset|daily|total)step/;
  if (counting.test(squeeze(text))) return true;
  return (text.match(/\p{L}{6,}/gu) ?? []).some((word) => unitOf(word) === "steps");
}

/** True for text that may stand between a label and its number. */
export function isFiller(text: string): boolean {
  const plain = squeeze(text);
  return fillerIndex.has(plain) || fillerIndex.has(plain.replace(/^[0-9o]/, ""));
}

/** True for a heading below which the numbers belong to somebody or something else. */
export function isForeignHeading(text: string): boolean {
  return foreignIndex.has(squeeze(text));
}

/** True where the words say that the number beside them is a goal, an average, a rest or a sum of days. */
export const deniesCount = denialBy(notTheCount);

/** Tells whether a text has one of these phrases, with which a number is no count of a day. */
export function denialBy(phrases: readonly string[]): (text: string) => boolean {
  const denials = phrases.map(squeeze);
  // One word that is long enough is known by all but one of its letters.
  const denyingWords = phrases.filter((phrase) => /^[a-z]{4,}$/.test(phrase));
  return (text) => {
    const plain = squeeze(text);
    if (denials.some((denial) => plain.includes(denial))) return true;
    // One letter misread must not turn a rest into the count: `6.646 langkah logi`.
    const words = text.split(/[\s.,:!]+/).map(squeeze);
    return denyingWords.some((denial) => words.some((word) => word.length > 3 && oneLetterOff(word, denial)));
  };
}

/**
 * How many letters are left of a text when step labels, units and fillers are taken away: prose has many. A unit with
 * one letter misread (`8.280 Iangkah`) is still one.
 */
export function proseLetters(text: string): number {
  const others = text.replace(/\p{L}+/gu, (word) => (unitOf(word) === "steps" ? "" : word));
  let rest = squeeze(others).replace(/[\d%+/]/g, "");
  for (const phrase of countPhrases) rest = rest.replaceAll(phrase, "");
  return rest.length;
}

/** The language of a screen's words, or `null` when they do not tell. */
export function localeOf(texts: readonly string[]): "en" | "id" | null {
  const words = texts.map((text) => text.toLowerCase());
  const count = (forms: readonly RegExp[]): number =>
    forms.filter((form) => words.some((text) => form.test(text))).length;
  const [en, id] = [count(tellingForms.en), count(tellingForms.id)];
  return en === id ? null : en > id ? "en" : "id";
}
