import { judge } from "../../src/eval/judge.ts";
import type { LabelledPicture } from "../../src/eval/set.ts";
import type { Engines } from "../../src/reading/engines/choose.ts";
import type { Line } from "../../src/reading/engines/engine.ts";
import { numbersOf } from "../../src/reading/extract/numbers.ts";
import { decode } from "../../src/reading/image/decode.ts";
import { defaultReadOptions } from "../../src/reading/options.ts";
import { interpret, readingOf } from "../../src/reading/read.ts";
import type { Answer } from "./reader.ts";

/** What can be said of the text that somebody read on one picture. */
export interface Extracted {
  /** Whether a number of the text is the labelled count. */
  readonly hasCount: boolean;
  /** Whether our extractor chooses the labelled count, given this text and nothing else. */
  readonly isChosen: boolean;
  /** Of the fields that a person labelled (date, distance, calories, …), how many our extractor finds right. */
  readonly fields: { readonly right: number; readonly labelled: number };
}

/** Fields whose values are printed on the picture. */
const printed = ["date", "distance", "calories", "active_time", "goal", "clock"] as const;

/** All there is besides text: nobody reads the number a second time. */
const textAlone: Engines = {
  first: { name: "paddle", recognize: async () => [] },
  second: null,
};

/** The same extractor for everybody's text, ours included. The picture's pixels are only asked what it asks of ours, too. */
export async function extract(picture: LabelledPicture, lines: Answer["lines"]): Promise<Extracted> {
  const bytes = await picture.source.load();
  const { raster, format, dpi, warnings } = await decode(bytes, picture.name);
  const all = lines.flatMap(toLine);
  const options = { ...defaultReadOptions, signals: false };
  const interpreted = await interpret({ raster, lines: all }, textAlone, options, false);
  const reading = readingOf(interpreted, { bytes, raster, format, dpi, turn: 0, warnings });
  const { right, fields } = judge({ picture, perturbation: null }, { ok: true, reading });
  const counts = [picture.label?.steps, ...(picture.label?.also_accept ?? [])];
  const outcomes = printed.flatMap((name) => fields[name]?.outcome ?? []).filter((each) => each !== "extra");
  return {
    hasCount: all.some((line) =>
      numbersOf(line).some(({ count }) => count !== null && counts.includes(count)),
    ),
    isChosen: right,
    fields: { right: outcomes.filter((each) => each === "right").length, labelled: outcomes.length },
  };
}

/** A line of ours. Who gives no words has each given its share of the line, by its letters. */
function toLine({ text, box, confidence, words }: Answer["lines"][number]): Line[] {
  const trimmed = text.trim();
  if (trimmed === "" || box.width <= 0 || box.height <= 0) return [];
  const share = box.width / trimmed.length;
  const split = [...trimmed.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    box: { x: box.x + index * share, y: box.y, width: word.length * share, height: box.height },
    confidence,
  }));
  return [{ text: trimmed, box, confidence, words: words ?? split }];
}
