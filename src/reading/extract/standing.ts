import type { LabelledSteps, PageProfile } from "../apps/profile.ts";
import type { Box } from "../image/raster.ts";
import { because, type Reason } from "../reasons.ts";
import type { StepCandidate } from "./candidate.ts";
import { bottom, centreX, right } from "./layout.ts";

/**
 * By how much edges and axes that are one may differ, as shares of the number's height. Measured on real screenshots:
 * left edges differ by up to 0.14 and axes by up to 0.1, while a missing digit moves them by 0.55 and 0.3.
 */
const edgeTolerance = 0.3;
export const centreTolerance = 0.2;
/** By how much an edge may differ for certain: first letters differ that much in the room before them, no digit is as narrow. */
const exactTolerance = 0.15;

/**
 * What speaks against a number that does not stand where its page prints the count, or not in line with its word: a
 * digit may be covered, or the number may be another one. On pages that we do not know any line will do.
 */
export function standingDoubts(candidate: StepCandidate, page: PageProfile | null): Reason[] {
  if (page?.steps.kind === "stacked") return [];
  const { place, ties, token } = candidate;
  const [tie] = ties;
  if (page !== null && !standsOf(page.steps, place)) {
    return [because("other_place", { place })];
  }
  if (tie === undefined || (place !== "above" && place !== "below")) return [];
  const alignments = (page?.steps.stands ?? []).filter((each) => each.place === place);
  const allowed = alignments.flatMap(({ aligned }) => aligned ?? []);
  const fits = (allowed.length > 0 ? allowed : (["left", "centre", "right"] as const)).some((aligned) =>
    isInLine(aligned, token.box, tie.box),
  );
  return fits ? [] : [because("out_of_line", { number: token.text, word: tie.text })];
}

/**
 * Whether a count begins at the very edge at which the name over it and the goal under it begin: no digit is missing
 * before it.
 */
export function beginsInLine({ token: { box }, ties }: StepCandidate): boolean {
  const boxes = ties.map((tie) => tie.box);
  const over = boxes.find((other) => bottom(other) <= box.y);
  const under = boxes.find((other) => other.y >= bottom(box));
  return [over, under].every(
    (other) => other !== undefined && Math.abs(other.x - box.x) <= exactTolerance * box.height,
  );
}

function standsOf({ stands }: LabelledSteps, place: StepCandidate["place"]): boolean {
  return stands.some((each) => each.place === place);
}

function isInLine(aligned: "left" | "centre" | "right", number: Box, word: Box): boolean {
  if (aligned === "left") return Math.abs(number.x - word.x) <= edgeTolerance * number.height;
  if (aligned === "right") return Math.abs(right(number) - right(word)) <= edgeTolerance * number.height;
  return Math.abs(centreX(number) - centreX(word)) <= centreTolerance * number.height;
}
