import { quantile } from "../../src/eval/tally.ts";
import { median } from "../../src/reading/median.ts";
import type { Run, Sample } from "./alternate.ts";

/** What there is to say of a run. Times in milliseconds, memory in MB (10⁶ bytes), the others are pictures. */
export interface Summary {
  /** Of the first readings of all; `null` where those were not measured. */
  readonly firstMedianMs: number | null;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly peakMb: number;
  readonly pictures: number;
  readonly hasCount: number;
  readonly chosen: number;
  readonly fieldsRight: number;
  readonly fieldsLabelled: number;
  /** Counts that our program accepted without a human look; `null` of others, who say no such thing. */
  readonly accepted: number | null;
  readonly acceptedWrong: number | null;
}

/** `null` where nothing was read. */
export function summaryOf({ reader, samples, firstMs }: Run): Summary | null {
  if (samples.length === 0) return null;
  const times = samples.map(({ milliseconds }) => milliseconds);
  const count = (holds: (sample: Sample) => boolean): number => samples.filter(holds).length;
  const sum = (of: (sample: Sample) => number): number => samples.reduce((all, each) => all + of(each), 0);
  const isAccepted = ({ verdict }: Sample): boolean => verdict?.isAccepted === true;
  return {
    firstMedianMs: quantile(firstMs, 0.5),
    medianMs: quantile(times, 0.5) ?? Number.NaN,
    p95Ms: quantile(times, 0.95) ?? Number.NaN,
    peakMb: Math.round(Math.max(...samples.map(({ peakBytes }) => peakBytes)) / 1e6),
    pictures: samples.length,
    hasCount: count(({ extracted }) => extracted.hasCount),
    chosen: count(isRight),
    fieldsRight: sum(({ extracted }) => extracted.fields.right),
    fieldsLabelled: sum(({ extracted }) => extracted.fields.labelled),
    accepted: reader.isOurs ? count(isAccepted) : null,
    acceptedWrong: reader.isOurs ? count((sample) => isAccepted(sample) && !isRight(sample)) : null,
  };
}

/** Ours says itself which number is the count, and has looked at it twice; of others our extractor chooses it from their text. */
function isRight({ verdict, extracted, picture }: Sample): boolean {
  if (verdict === undefined) return extracted.isChosen;
  return [picture.label?.steps, ...(picture.label?.also_accept ?? [])].includes(verdict.count ?? undefined);
}

/** How often as fast the first one is: the median, over the pictures that both read, of the second one's time in its own. `null` without any. */
export function timesAsFast(first: Run | undefined, second: Run | undefined): number | null {
  const theirs = new Map(second?.samples.map(({ picture, milliseconds }) => [picture.name, milliseconds]));
  const ratios = (first?.samples ?? []).flatMap(({ picture, milliseconds }) => {
    const other = theirs.get(picture.name);
    return other === undefined ? [] : [other / milliseconds];
  });
  return ratios.length === 0 ? null : Math.round(10 * median(ratios)) / 10;
}
