import type { ScopeKind } from "../../../src/reading/scope/scope.ts";
import { fill } from "../expressions/expressions.ts";
import { LISTS, type ListName } from "../expressions/index.ts";
import type { Locale } from "../format.ts";
import type { Phone, Theme } from "../screen.ts";

/** What the label of a picture says whose number is no day's count of the phone's owner. */
export interface ScopeLabel {
  steps: null;
  scope: ScopeKind;
  /** What such pictures are counted together under. */
  group: string;
  app: string;
  locale: Locale;
  theme: Theme;
  /** What on the picture says so: the list of expressions and the words. */
  note: string;
}

/** A drawn picture with such a number. */
export interface ScopeScreen {
  svg: string;
  label: ScopeLabel;
  /** The lists of expressions from which its words are. */
  lists: readonly ListName[];
  /** Those words, as they are drawn. */
  said: readonly string[];
}

/** Takes words from the lists, in the phone's language, and remembers from which. */
export class Wording {
  readonly lists: ListName[] = [];
  readonly said: string[] = [];

  constructor(private readonly phone: Phone) {}

  /** One of the list's expressions, filled in. */
  from(list: ListName): string {
    const { r, style } = this.phone;
    const words = fill(r.pick(LISTS[list].says[style.locale]), r, style);
    this.lists.push(list);
    this.said.push(words);
    return words;
  }

  /** What it took, for a note. */
  get note(): string {
    return this.said.map((words, index) => `${this.lists[index]}: ${words}`).join("; ");
  }
}
