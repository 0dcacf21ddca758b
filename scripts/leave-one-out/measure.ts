import type { Result } from "../../src/eval/document.ts";
import { judge } from "../../src/eval/judge.ts";
import type { Engines } from "../../src/reading/engines/choose.ts";
import { wholeKnowledge } from "../../src/reading/knowledge.ts";
import { defaultReadOptions } from "../../src/reading/options.ts";
import { interpret, readingOf } from "../../src/reading/read.ts";
import type { DrawnPicture } from "../scope-figures/pictures.ts";
import { recognise } from "./recognised.ts";
import { type Removal, usedOn } from "./removals.ts";

/** What became of the screens on which something is used, without it. */
export interface Outcome {
  /** Screens that are no day of the owner, and those of them that were accepted. */
  readonly noDays: number;
  /** How many of them are taken for a page that is known. */
  readonly known: number;
  readonly accepted: readonly Result[];
  /** Screens of a day, how many of them were accepted, and those of them that were with a wrong count. */
  readonly days: number;
  readonly daysAccepted: number;
  readonly wrong: readonly Result[];
}

/** By the removal's place among all of them; the first is what is accepted with all that is known. */
export type Outcomes = readonly Outcome[];

export const nothing: Outcome = { noDays: 0, known: 0, accepted: [], days: 0, daysAccepted: 0, wrong: [] };

/** Both outcomes together. */
export function together(a: Outcome, b: Outcome): Outcome {
  return {
    noDays: a.noDays + b.noDays,
    known: a.known + b.known,
    accepted: [...a.accepted, ...b.accepted],
    days: a.days + b.days,
    daysAccepted: a.daysAccepted + b.daysAccepted,
    wrong: [...a.wrong, ...b.wrong],
  };
}

/** Reads a picture once, and interprets its text without each thing that is used on it. */
export async function outcomesOf(
  picture: DrawnPicture,
  engines: Engines,
  removals: readonly Removal[],
  cache: string | null,
): Promise<Outcomes> {
  const bytes = await picture.source.load();
  const seen = await recognise(bytes, engines, cache);
  const options = { ...defaultReadOptions, signals: false };
  const facts = { bytes, raster: seen.raster, format: "png", dpi: null, turn: 0, warnings: [] } as const;
  const read = async (knowledge = wholeKnowledge) =>
    readingOf(await interpret(seen, seen.engines, options, false, knowledge), facts);
  const whole = await read();
  const asOutcome = (reading: Awaited<ReturnType<typeof read>>): Outcome => {
    const result = judge({ picture, perturbation: null }, { ok: true, reading });
    const isAccepted = result.status === "verified";
    if (result.negative)
      return {
        ...nothing,
        noDays: 1,
        known: whole.page === null ? 0 : 1,
        accepted: isAccepted ? [result] : [],
      };
    return {
      ...nothing,
      days: 1,
      daysAccepted: isAccepted ? 1 : 0,
      wrong: isAccepted && !result.right ? [result] : [],
    };
  };
  const used = usedOn(whole, picture.said);
  const outcomes = [asOutcome(whole)];
  for (const { matters, knowledge } of removals)
    outcomes.push(matters(used) ? asOutcome(await read(knowledge)) : nothing);
  seen.keep();
  return outcomes;
}
