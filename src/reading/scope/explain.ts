import type { AppProfile, PageProfile } from "../apps/profile.ts";
import type { Line, Word } from "../engines/engine.ts";
import { fragmentSign, unreadableSign } from "../engines/line-reader.ts";
import { labels, units } from "../extract/lexicon.ts";
import { oneLetterOff, squeeze } from "../extract/vocabulary.ts";
import { type ScopeKnowledge, scopeKnowledge } from "./knowledge.ts";
import type { ScopeKind } from "./scope.ts";
import type { TimeForm } from "./time-forms.ts";
import { type TimeExpression, timesIn } from "./times.ts";

/** What the parts of a text say. */
export interface Explanation {
  readonly times: readonly TimeExpression[];
  /** Words that say that a number is the count of something else than a day. */
  readonly scopes: readonly { readonly kind: ScopeKind; readonly text: string }[];
  /** Words that nothing explains. */
  readonly unknown: readonly string[];
  /** Where expressions of time and known phrases stand in the text. */
  readonly understood: readonly Stretch[];
  /** True when the text is expressions of time and nothing else. */
  readonly onlyTime: boolean;
}

/** A part of a text, from `start` to before `end`. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What is understood. */
export interface Vocabulary {
  /** Phrases by their squeezed form; `null` for those that say nothing about the scope. */
  readonly kinds: ReadonlyMap<string, ScopeKind | null>;
  /** The longer ones by their number of letters, for those that were misread. */
  readonly byLength: ReadonlyMap<number, readonly string[]>;
  readonly times: readonly TimeForm[];
}

const wordForm = /[\p{L}\p{M}][\p{L}\p{M}'’+]*/gu;
/** More words than any phrase has. */
const longestPhrase = 7;
/** Shorter pieces of text are icons that were read as letters, mostly. */
const shortestWord = 3;
/** Signs that are syllables or words each: `妈妈` is a word. One alone is an icon, mostly. */
const wordSigns = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const shortestOfSigns = 2;
/** Longer ones are no words, and nothing that a stranger draws may be taken apart for long. */
const longestJoined = 40;
/** Digits right before their unit that a bar over them cuts, and that are read as letters: `UUKKAL`. */
const cutDigits = /^[bdgijloqsuz]{1,3}(?=k(?:kal|cal)$)/;
/** How long, behind a word without a space: `TOTAL0H50M`. */
const hoursAndMinutes = /(?<=\p{L}{3})\d+[hj]\d+m$/u;
/** So many letters of a word an icon before it may have taken, and the rest is still that word. */
const mostCut = 3;
/** From this length on one letter may be misread. */
const shortestFuzzy = 6;

/** Those that were needed before, by what is known, by the app and by the page. */
const made = new WeakMap<ScopeKnowledge, Map<AppProfile | null, Map<PageProfile | null, Vocabulary>>>();

/**
 * What a page of an app prints, with `atCount` around its count, on top of what all step counters do; of no app in
 * particular where it is `null`.
 */
export function vocabularyOf(
  app: AppProfile | null,
  page: PageProfile | null,
  atCount: boolean,
  knowledge: ScopeKnowledge = scopeKnowledge,
): Vocabulary {
  const near = atCount ? page : null;
  return made
    .getOrInsertComputed(knowledge, () => new Map())
    .getOrInsertComputed(app, () => new Map())
    .getOrInsertComputed(near, () => makeVocabulary(app, near, knowledge));
}

function makeVocabulary(
  app: AppProfile | null,
  page: PageProfile | null,
  knowledge: ScopeKnowledge,
): Vocabulary {
  const words = new Map<string, ScopeKind | null>();
  const add = (phrases: readonly string[], kind: ScopeKind | null): void => {
    for (const phrase of phrases) words.set(squeeze(phrase), kind);
  };
  // What the app prints in its places is understood there; `Weekly total` says what it says in a title all the same.
  const denying = new Set(Object.values(knowledge.words).flat().map(squeeze));
  const addOwn = (phrases: readonly string[]): void =>
    add(
      phrases.filter(
        (phrase) =>
          !timesIn(phrase, knowledge.times).some(({ span }) => !["day", "clock"].includes(span)) &&
          !runsOf(phrase.match(wordForm) ?? []).some((run) => denying.has(squeeze(run))),
      ),
      null,
    );
  if (app !== null) {
    for (const { marks, arrangements } of [app, ...app.pages]) {
      for (const { phrases } of marks) addOwn(phrases);
      for (const item of arrangements.flatMap(({ items }) => items))
        if (!(item instanceof RegExp)) addOwn(item);
    }
    for (const { decoys } of app.pages) addOwn(decoys);
    add(app.prints, null);
  }
  for (const [concept, phrases] of Object.entries(labels)) {
    if (!["goal", "average", "workout"].includes(concept)) add(phrases, null);
  }
  add(Object.values(units).flat(), null);
  add(knowledge.common, null);
  // What speaks of something else does so in every app, unless this page is known to print it at its count.
  for (const [kind, phrases] of Object.entries(knowledge.words) as [ScopeKind, readonly string[]][])
    add(phrases, kind);
  if (page !== null) {
    add(page.atCount, null);
    if (page.steps.kind === "stacked") add(page.steps.legend, null);
  }
  const byLength = Map.groupBy(
    [...words.keys()].filter((phrase) => phrase.length >= shortestFuzzy),
    (phrase) => phrase.length,
  );
  return { kinds: words, byLength, times: knowledge.times };
}

/** All words and phrases of a phrase: `Rata-rata per hari` says `rata-rata`, and `per hari`. */
function runsOf(words: readonly string[]): string[] {
  return words.flatMap((_, start) =>
    words.slice(start).map((_, length) => words.slice(start, start + length + 1).join(" ")),
  );
}

/** Takes a text apart into expressions of time, known phrases, and what is neither. */
export function explain({ text, words }: Pick<Line, "text" | "words">, vocabulary: Vocabulary): Explanation {
  const scopes: { kind: ScopeKind; text: string }[] = [];
  const unknown: string[] = [];
  let rest = text;
  const hide = (start: number, end: number): void => {
    rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
  };
  const phrases: Phrase[] = [];
  const take = (found: Phrase): void => {
    hide(found.start, found.end);
    phrases.push(found);
    if (found.kind !== null) scopes.push({ kind: found.kind, text: text.slice(found.start, found.end) });
  };
  // Phrases of several words first: `Your weekly target` is no week.
  for (const found of phrasesIn(rest, vocabulary, 2)) take(found);
  const times = timesIn(rest, vocabulary.times);
  for (const { start, end } of times) hide(start, end);
  for (const found of phrasesIn(rest, vocabulary, 1)) take(found);
  // What is cut, or cannot be read, may have said anything.
  const isIllegible = (word: string): boolean => word.includes(fragmentSign) || word.includes(unreadableSign);
  unknown.push(...text.split(/\s+/).filter(isIllegible));
  const drawings = new Set(words.filter(isDrawing).flatMap((word) => word.text.match(wordForm) ?? []));
  for (const match of rest.matchAll(wordForm)) {
    if (drawings.has(match[0])) continue;
    const word = match[0].replace(/['’]s$/, "");
    if (word.length < (wordSigns.test(word) ? shortestOfSigns : shortestWord)) continue;
    if (isUnderstood(squeeze(word), vocabulary)) {
      phrases.push({ start: match.index, end: match.index + word.length, kind: null });
    } else unknown.push(match[0]);
  }
  return {
    times,
    scopes,
    unknown,
    understood: [...times, ...phrases.filter(({ start, end }) => !/\d/.test(text.slice(start, end)))],
    onlyTime: times.length > 0 && phrases.length === 0 && unknown.length === 0,
  };
}

/** Letters, and other signs, that icons are read as; or those of a week's days, in English or Indonesian, read as one word. */
const noWord = /^(?:[\P{L}CcDdGgIiJjLlOoQqUuVvXx]+|[MTWFS]+|[SRKJM]+)$/u;

/** Of less confidence, 0–1, are most drawings that are read as letters, bars of a chart for instance, and hardly any words. */
const leastOfWords = 0.5;

/**
 * Rings and icons that were read as letters are wider than any type: `JOU` in a row of rings. So are words in spaced letters, which
 * are read with confidence, and are other letters mostly.
 */
export function isDrawing({ text, box, confidence }: Word): boolean {
  return box.width > box.height * text.length && (confidence < leastOfWords || noWord.test(text));
}

interface Phrase extends Stretch {
  readonly kind: ScopeKind | null;
}

/** The longest known phrases of at least so many words, from left to right. */
function phrasesIn(text: string, vocabulary: Vocabulary, least: number): Phrase[] {
  const words = [...text.matchAll(/[\p{L}\p{M}\p{N}%+/'’-]+/gu)];
  const phrases: Phrase[] = [];
  for (let at = 0; at < words.length; at++) {
    for (let count = Math.min(longestPhrase, words.length - at); count >= least; count--) {
      const [first, last] = [words[at], words[at + count - 1]];
      if (first === undefined || last === undefined) continue;
      // Numbers at an end are no part of a phrase: `Today, 24 Nov`.
      if (count > 1 && !(/\p{L}/u.test(first[0]) && /\p{L}/u.test(last[0]))) continue;
      const [start, end] = [first.index, last.index + last[0].length];
      // What was hidden between two words parts them.
      if (/\s{4,}/.test(text.slice(start, end))) continue;
      const kind = lookUp(squeeze(text.slice(start, end).replace(/['’]s$/, "")), vocabulary);
      if (kind === undefined) continue;
      phrases.push({ start, end, kind });
      at += count - 1;
      break;
    }
  }
  return phrases;
}

function lookUp(key: string, { kinds, byLength }: Vocabulary): ScopeKind | null | undefined {
  if (!/\p{L}/u.test(key)) return undefined;
  for (const form of [
    key,
    key.replace(/^\d+|\d+$/g, ""),
    key.replace(hoursAndMinutes, ""),
    key.replace(cutDigits, ""),
  ]) {
    const kind = kinds.get(form);
    if (kind !== undefined) return kind;
  }
  if (key.length < shortestFuzzy) return undefined;
  for (const length of [key.length, key.length - 1, key.length + 1]) {
    const phrase = byLength.get(length)?.find((each) => oneLetterOff(each, key));
    if (phrase !== undefined) return kinds.get(phrase);
  }
  return undefined;
}

/** A word whose number stands before it without a space, one that was cut by an icon, a row of one sign, or joined ones. */
function isUnderstood(word: string, vocabulary: Vocabulary): boolean {
  if (lookUp(word, vocabulary) === null || isRow(word)) return true;
  if (word.length >= shortestFuzzy - 1) {
    for (const [phrase, kind] of vocabulary.kinds)
      if (kind === null && phrase.endsWith(word) && phrase.length - word.length <= mostCut) return true;
  }
  return isJoined(word, vocabulary);
}

/** A row of one letter is one of dots or rings; a sign that is a syllable stands twice in many words. */
function isRow(word: string): boolean {
  return /^(.)\1*$/u.test(word) && !wordSigns.test(word);
}

/** Words whose spaces were lost: `WeekMonth`, `Activityrecords`. */
function isJoined(word: string, vocabulary: Vocabulary): boolean {
  if (word.length < shortestFuzzy || word.length > longestJoined) return false;
  for (let cut = 3; cut <= word.length - 3; cut++) {
    const [first, second] = [word.slice(0, cut), word.slice(cut)];
    if (
      vocabulary.kinds.get(first) === null &&
      (vocabulary.kinds.get(second) === null || isJoined(second, vocabulary))
    )
      return true;
  }
  return false;
}
