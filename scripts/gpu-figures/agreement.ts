import type { Reading } from "../../src/reading/reading.ts";
import { saidBy } from "../common/said.ts";

/** A picture, as it was read twice. */
export interface Twice {
  readonly name: string;
  readonly one: Reading;
  readonly other: Reading;
}

/** How many pictures were read alike, and sentences about those that were not. */
export interface Agreement {
  readonly pictures: number;
  readonly sameNumber: number;
  readonly sameVerdict: number;
  readonly sameText: number;
  /** Boxes, fields, reasons, signals and all else. */
  readonly sameAll: number;
  /** Verified by both with two numbers, or by one with a number that the other one reads otherwise. */
  readonly verifiedOtherwise: number;
  readonly differences: readonly string[];
}

/** Holds readings of two devices against each other. How sure they are may differ in its last digits. */
export function agreementOf(readings: readonly Twice[]): Agreement {
  const numberOf = ({ steps, candidateSteps }: Reading): number | null => steps ?? candidateSteps;
  const textsOf = ({ lines }: Reading): string[] => lines.map(({ text }) => text);
  const count = (same: (each: Twice) => boolean): number => readings.filter(same).length;
  const isSameNumber = ({ one, other }: Twice): boolean => numberOf(one) === numberOf(other);
  const isSameText = ({ one, other }: Twice): boolean => Bun.deepEquals(textsOf(one), textsOf(other));
  const isSame = ({ one, other }: Twice): boolean => Bun.deepEquals(saidBy(one), saidBy(other));
  const isVerified = ({ one, other }: Twice): boolean => one.steps !== null || other.steps !== null;
  return {
    pictures: readings.length,
    sameNumber: count(isSameNumber),
    sameVerdict: count(({ one, other }) => one.status === other.status),
    sameText: count(isSameText),
    sameAll: count(isSame),
    verifiedOtherwise: count((each) => isVerified(each) && !isSameNumber(each)),
    differences: readings.flatMap((each) => (isSame(each) ? [] : [sentenceOf(each, isSameText(each))])),
  };

  function sentenceOf({ name, one, other }: Twice, hasSameText: boolean): string {
    const said = (reading: Reading): string => `${reading.status} ${numberOf(reading)}`;
    const number = said(one) === said(other) ? "" : `, ${said(one)} and ${said(other)}`;
    if (hasSameText) return `${name}: the same text${number}`;
    const [texts, others] = [textsOf(one), textsOf(other)];
    const only = (those: readonly string[], these: readonly string[]): string =>
      JSON.stringify(those.filter((text) => !these.includes(text)));
    return `${name}: ${only(texts, others)} and ${only(others, texts)}${number}`;
  }
}
