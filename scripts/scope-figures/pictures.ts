import sharp from "sharp";
import { type LabelledPicture, loadSet } from "../../src/eval/set.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { random } from "../common/random.ts";
import { type DrawnSet, fill, LISTS, type ListName, renderQuickly, styleOf } from "../draw/index.ts";
import { placesOfDay, repaint } from "./repaint.ts";

// What reads pictures of strangers forbids all that phones do not send; here they are drawn, and read in other processes.
sharp.unblock({ operation: ["VipsForeignLoadSvg"] });

/** Expressions that are written over the date of a real page. */
const WRITTEN: readonly ListName[] = ["hours", "weeks", "months", "totals", "names"];

/** A drawn screen, and the words on it that say what its count is of. */
export interface DrawnPicture extends LabelledPicture {
  readonly said: readonly string[];
}

/** Drawn screens that are no day of the owner; each is rendered when it is read, so that none is kept. */
export function drawnPictures({ negatives }: DrawnSet): DrawnPicture[] {
  return negatives.map(({ file, svg, label, said = [] }): DrawnPicture => {
    const name = `drawn/${file} (${label?.note})`;
    const source = { name, load: () => renderQuickly(svg) };
    return { name, label: null, source, said, ...(label === undefined ? {} : { about: label }) };
  });
}

/** Drawn screens of a day, rendered in the same way. */
export function drawnDays({ screens }: DrawnSet): DrawnPicture[] {
  return screens.map(({ file, screen: { svg, label } }): DrawnPicture => {
    const name = `drawn/${file}`;
    return { name, label, said: [], source: { name, load: () => renderQuickly(svg) } };
  });
}

/**
 * The pages of a day in a folder of labelled pictures, each with an expression of each kind in place of its date, where there
 * is room. Reads every page once to find that place; `read` is how.
 */
export async function repaintedPictures(
  folder: string,
  seed: string,
  read: (picture: LabelledPicture) => Promise<Reading>,
): Promise<LabelledPicture[]> {
  const days = loadSet(folder).pictures.filter(({ label }) => typeof label?.steps === "number");
  const readings = await Promise.all(days.map(read));
  return days.flatMap((day, index) => {
    const reading = readings[index];
    return reading === undefined ? [] : WRITTEN.flatMap((list) => repainted(day, reading, list, seed) ?? []);
  });
}

/** `null` where a page has no place for the words. */
function repainted(
  day: LabelledPicture,
  reading: Reading,
  list: ListName,
  seed: string,
): LabelledPicture | null {
  const r = random(`${seed}/real/${day.name}/${list}`);
  const locale = day.label?.locale === "id" ? "id" : "en";
  const words = fill(r.pick(LISTS[list].says[locale]), r, styleOf(r, locale));
  const places = placesOfDay(reading, words);
  if (places.length === 0) return null;
  const name = `real/${day.name} (${list}: ${words})`;
  return {
    name,
    label: null,
    about: { steps: null, scope: LISTS[list].scope, group: `real day page, date: ${list}` },
    source: { name, load: async () => await repaint(await day.source.load(), places, words) },
  };
}
