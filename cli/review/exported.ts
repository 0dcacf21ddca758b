import { type Fact, factLines } from "../output/facts.ts";
import { paragraph, type Terminal } from "../output/terminal.ts";
import { counted } from "../output/units.ts";
import { type Silence, silences } from "./wanted.ts";

/** What an export came to, in pictures. */
export interface Exported {
  /** New, or said anew because somebody decided otherwise. */
  written: number;
  /** Those that were there already. */
  unchanged: number;
  /** Taken out again, because decisions do not say what stands on them any more. */
  withdrawn: number;
  /** Names of those that a person has changed or taken out, and that stay so. */
  readonly by_hand: string[];
  /** Left out: the service does not keep them any more. */
  gone: number;
  /** Left out, by why decisions say nothing of them. */
  readonly left_out: Record<Silence, number>;
}

const becauseOf: Readonly<Record<Silence, string>> = {
  rejected: "rejected, which says nothing of what is to be seen there",
  other_day: "without a count of the report's day, but perhaps with that of another day",
  contradictory: "about which people decided differently",
};

/** Names of labels that are said; who wants all has `--json`. */
const mostNames = 5;

/** An export that has not begun. */
export function emptyExport(): Exported {
  const left_out = Object.fromEntries(silences.map((why) => [why, 0])) as Record<Silence, number>;
  return { written: 0, unchanged: 0, withdrawn: 0, by_hand: [], gone: 0, left_out };
}

/** What an export came to, for a person. */
export function exportedText(stream: Terminal, folder: string, exported: Exported): string {
  const { written, unchanged, withdrawn, by_hand: byHand, gone, left_out: leftOut } = exported;
  const some = (count: number, sentence: string): string | null =>
    count === 0 ? null : `${counted(count, "picture")} ${sentence}`;
  const others = byHand.length > mostNames ? ", …" : "";
  const facts: Fact[] = [
    ["written", `${counted(written, "picture")} with ${written === 1 ? "its label" : "their labels"}`],
    ["unchanged", some(unchanged, "there already")],
    ["withdrawn", some(withdrawn, "of an earlier export, about which people decided otherwise since")],
    [
      "by hand",
      byHand.length === 0
        ? null
        : `${counted(byHand.length, "label")} that somebody changed or took out, left so: ${byHand.slice(0, mostNames).join(", ")}${others}`,
    ],
    ["left out", some(gone, "that the service does not keep any more")],
    ...Object.entries(leftOut).map(
      ([why, count]): Fact => ["left out", some(count, becauseOf[why as Silence])],
    ),
  ];
  const then =
    written + unchanged === 0
      ? "There is nothing to measure on yet."
      : `Measure on them with: ocr-eco eval ${folder}`;
  const warning =
    "They are people's pictures, and ocr-eco forget does not reach them there: delete the folder when it has served.";
  return `${factLines(stream, facts)}\n${paragraph(stream, then)}${written + unchanged === 0 ? "" : paragraph(stream, warning)}`;
}
