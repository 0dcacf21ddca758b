import type { Place } from "./apps/profile.ts";
import { scopeDoubt } from "./scope/sentences.ts";

const places = {
  pair: "over its goal",
  behind: "before the word for steps",
  before: "behind the word for steps",
  above: "under the word for steps",
  below: "over the word for steps",
  ring: "in a ring",
  nowhere: "without a word for steps",
} as const satisfies Readonly<Record<Place, string>>;
/** Each place in the words that sentences have for it. */
export type PlacePhrase = (typeof places)[Place];

/** What each sign beside a number makes of it, by the sign that stands for its kind. */
const signs = {
  "-": "it is a difference, or the end of a range",
  "~": "it is an estimate",
  "+": "it is an increase, or less than there are",
  "(": "it is put in brackets",
} as const;
export type SignKind = keyof typeof signs;
/** What each makes of a number, in the words that sentences have for it. */
export type SignPhrase = (typeof signs)[SignKind];

/** What speaks for the number. */
const inFavour = {
  over_goal: ({ number, goal }: { number: string; goal: number | null }) =>
    `${number} over its goal ${goal ?? ""} in steps`.replace("  ", " "),
  before_unit: ({ number }: Number) => `${number} is followed by the word for steps`,
  at_label: ({ number, label }: { number: string; label: string }) => `${number} stands at '${label}'`,
  in_ring: ({ number, legend }: { number: string; legend: string }) =>
    `${number} stands in the ring over '${legend}'`,
  in_sentence: ({ number }: Number) => `${number} is called steps in a sentence`,
  largest: ({ number }: Number) => `${number} is the largest number of a screen that speaks of steps`,
  printed_twice: () => "the same count is printed twice",
  engines_agree: () => "both engines read the same digits",
  stride: ({ metres }: { metres: number }) => `${metres.toFixed(2)} m a step`,
  percent_of_goal: ({ percent, goal }: { percent: number; goal: number }) =>
    `${percent} % of the goal ${goal}`,
} as const;

/** What speaks against it: none of these is left of what is verified. */
const against = {
  several_counts: ({ numbers }: { numbers: readonly string[] }) =>
    `${numbers.length} step counts on the screen: ${numbers.join(" and ")}`,
  engines_differ: ({ first, second }: { first: string; second: string }) =>
    `the engines read different digits: ${first} and ${second || "nothing"}`,
  one_engine: () => "the digits were read by one engine only",
  unlikely_stride: ({ distance, metres }: { distance: string; metres: number }) =>
    `${distance} would be ${metres.toFixed(2)} m a step`,
  unlikely_percent: ({ percent, count, expected, goal }: ShareOfGoal) =>
    `${percent} % is printed, but ${count} are ${expected} % of ${goal}`,
  unlikely_bar: ({ percent, count, expected, goal }: ShareOfGoal) =>
    `the bar under it is filled to ${percent} %, but ${count} are ${expected} % of ${goal}`,
  unlikely_rest: ({ rest, count, goal }: { rest: string; count: number; goal: number }) =>
    `${rest} are printed as left, but ${count} of ${goal} leave ${Math.max(0, goal - count)}`,
  unknown_app: () => "the app was not recognised",
  unknown_page: ({ app }: { app: string }) => `this page of ${app} is not known`,
  too_little: () => "too little on the screen confirms the number",
  other_scope: scopeDoubt,
  no_ring: () => "the count of this page stands in its ring, where none was found",
  one_exercise: () => "this looks like one exercise, not like a day",
  too_wide: () => "the picture is wider than a phone's screen",
  incomplete: () => "a part of the picture is missing",
  more_digits_beside: ({ number, wider }: { number: string; wider: number }) =>
    `there may be more digits beside ${number}: ${wider}`,
  small_count: ({ count }: { count: number }) =>
    `nothing on the screen confirms a count as small as ${count}`,
  zero_count: () => "a count of 0 is never booked",
  too_many_steps: ({ most }: { most: number }) => `more than ${most} steps in a day`,
  high_goal: ({ goal }: { goal: number }) => `a goal of ${goal} is hardly one for a day`,
  other_place: ({ place }: { place: Place }) => `this page does not print its count ${places[place]}`,
  out_of_line: ({ number, word }: { number: string; word: string }) =>
    `${number} is out of line with '${word}': a digit may be missing`,
  at_edge: () => "the number reaches to the picture's edge, where digits may be cut off",
  words_beside: ({ line }: Line) => `other words stand beside it: '${line}'`,
  estimate: ({ label }: { label: string }) => `'${label}' calls it an estimate`,
  part_of_number: ({ number, line }: { number: string; line: string }) =>
    `'${line}' may be a number of more digits than ${number}`,
  decimals: ({ number }: Number) => `'${number}' has decimals, which no count has`,
  sign: ({ number, line, sign, kind }: { number: string; line: string; sign: string; kind: SignKind }) =>
    `'${line}' has a '${sign}' beside ${number}: ${signs[kind]}`,
  goal_in_words: ({ word }: { word: string }) =>
    `its goal stands behind '${word}', as on no page that is known`,
  goal_unread: ({ number }: Number) => `the goal behind ${number} cannot be read`,
  may_be_goal: ({ number, rival }: { number: string; rival: string }) =>
    `${number} may be the goal of ${rival} beside it`,
  round: ({ number }: Number) => `${number} is as round as a goal`,
  overlaps: ({ number, other }: { number: string; other: string }) =>
    `${number} begins where '${other}' ends: they may be one number`,
  text_under: ({ text }: Text) => `'${text}' stands under it`,
  text_beside: ({ text }: Text) => `'${text}' stands beside it`,
  yesterday: ({ text }: Text) => `it may be yesterday's: '${text}'`,
  half_a_ring: ({ number }: Number) => `${number} stands in its ring without the other number of this page`,
  off_centre: ({ number }: Number) => `${number} does not stand in the middle of its ring`,
  ring_reversed: ({ legend, other }: { legend: string; other: string }) =>
    `'${legend}' stands before '${other}': the numbers of the ring may be the other way round`,
  struck_out: ({ number }: Number) => `${number} is struck out`,
  odd_digits: ({ number, digits }: { number: string; digits: readonly string[] }) =>
    `${digits.map((digit) => `'${digit}'`).join(" and ")} of ${number} may have been put there: the other digits are drawn otherwise`,
  joined_digits: ({ number }: Number) =>
    `the digits of ${number} run into each other, or something runs into them`,
  sentence: ({ line }: Line) => `'${line}' is a sentence about steps`,
  no_word: ({ number }: Number) => `no word ties ${number} to steps`,
} as const;

/** Why there is no number at all. */
const without = {
  no_step_screen: () => "nothing on the picture is about steps",
  no_count: ({ app }: { app: string | null }) =>
    `${app === null ? "the picture speaks of steps" : `this is ${app}`}, but shows no step count`,
} as const;

/** What may show that the picture was edited or is an old one; see signals/signal.ts. */
const signals = {
  copy: ({ same, as }: { same: "file" | "screenshot"; as: string }) => `the same ${same} as ${as}`,
  another_day: ({ date, received }: { date: string | null; received: string }) =>
    `the screen is of ${date}, the picture came in on ${received}`,
  impossible_date: ({ text, day, weekday }: Readonly<Record<"text" | "day" | "weekday", string>>) =>
    `'${text}' is printed, but ${day} is a ${weekday}`,
  clock_ahead: ({ clock, received }: { clock: string; received: string }) =>
    `the phone's clock shows ${clock} of a day on which the picture came in at ${received}`,
  status_bar: ({ clocks }: { clocks: readonly string[] }) =>
    clocks.length > 1
      ? `two clocks stand one above the other: ${clocks.join(" and ")}`
      : `the clock in the status bar shows ${clocks[0]}`,
  uneven_digits: ({ number, digits }: { number: string; digits: readonly string[] }) =>
    `${digits.map((digit) => `'${digit}'`).join(" and ")} of ${number} ${digits.length === 1 ? "is" : "are"} drawn unlike the other digits`,
} as const;

const sentences = { ...inFavour, ...against, ...without, ...signals } as const;

type Sentences = typeof sentences;
/** A stable name for one thing that speaks for or against a number, or looks odd. */
export type ReasonCode = keyof Sentences;
/** What one is about. */
type About<Code extends ReasonCode> = Parameters<Sentences[Code]> extends [infer A] ? A : null;
/** One of them, as a value: the sentence is made where a person reads it. */
export type Reason<Code extends ReasonCode = ReasonCode> = {
  [C in Code]: { readonly code: C; readonly about: About<C> };
}[Code];
/** Codes of `signals`. */
export type SignalCode = keyof typeof signals;

/** Whether a reason speaks against its number. */
export function isDoubt({ code }: Reason): boolean {
  return code in against;
}

/** Codes of `inFavour`. */
export const favourCodes = Object.keys(inFavour) as (keyof typeof inFavour)[];
export const doubtCodes = Object.keys(against) as (keyof typeof against)[];
export const reasonCodes = Object.keys(sentences) as [ReasonCode, ...ReasonCode[]];
export const signalCodes = Object.keys(signals) as [SignalCode, ...SignalCode[]];

type Number = { readonly number: string };
type Line = { readonly line: string };
type Text = { readonly text: string };
/** A share that is seen, and the one that the count is of its goal, both in per cent. */
type ShareOfGoal = Readonly<Record<"percent" | "count" | "expected" | "goal", number>>;

/** A reason with what it is about, where it is about anything. */
export function because<Code extends ReasonCode>(
  code: Code,
  ...[about]: About<Code> extends null ? [] : [About<Code>]
): Reason<Code> {
  return { code, about: about ?? null } as Reason<Code>;
}

/** A reason in a sentence for a person, in English. */
export function sentenceOf({ code, about }: Reason): string {
  return (sentences[code] as (about: unknown) => string)(about);
}

/** The same of several. */
export function sentencesOf(reasons: readonly Reason[]): string[] {
  return reasons.map(sentenceOf);
}
