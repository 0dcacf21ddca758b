import { type Errors, rateOf, together } from "./rate.ts";

/** One page as both read it; `theirs` is null where the command is missing. */
export interface Result {
  readonly language: string;
  readonly page: string;
  readonly face: string;
  /** Of the type, in pixels. */
  readonly size: number;
  /** Dots an inch, of documents alone. */
  readonly dpi: number | null;
  readonly ours: Errors;
  readonly theirs: Errors | null;
}

/** Of no kind of document may a larger share of the characters be wrong, whatever the command makes of it. */
const mostWrong = 0.02;

export function kindsOf(results: readonly Result[]): string[] {
  return [...new Set(results.map(({ page }) => page))];
}

/** The command's errors in all of the pages together; null where it did not read all of them. */
export function theirErrors(results: readonly Result[]): Errors | null {
  const all = results.flatMap(({ theirs }) => (theirs === null ? [] : [theirs]));
  return all.length < results.length ? null : together(all);
}

/** What is read with more wrong characters than the command reads: plain text, and each kind of document. */
export function aboveTheirs(results: readonly Result[]): string[] {
  const plain = results.filter(({ dpi }) => dpi === null);
  const kinds = byKind(results).filter(([, own]) => isAbove(own));
  return [...(plain.length > 0 && isAbove(plain) ? ["plain text"] : []), ...kinds.map(([kind]) => kind)];
}

/** Kinds of documents in which we read more characters wrong than is ever good. */
export function oftenWrong(results: readonly Result[]): string[] {
  return byKind(results)
    .filter(([, own]) => rateOf(together(own.map(({ ours }) => ours))) >= mostWrong)
    .map(([kind]) => kind);
}

function byKind(results: readonly Result[]): [kind: string, own: Result[]][] {
  const scanned = results.filter(({ dpi }) => dpi !== null);
  return kindsOf(scanned).map((kind) => [kind, scanned.filter(({ page }) => page === kind)]);
}

function isAbove(results: readonly Result[]): boolean {
  const theirs = theirErrors(results);
  return theirs !== null && rateOf(together(results.map(({ ours }) => ours))) > rateOf(theirs);
}
