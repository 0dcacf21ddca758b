import type { Result } from "../../src/eval/document.ts";
import { judge } from "../../src/eval/judge.ts";
import type { LabelledPicture } from "../../src/eval/set.ts";
import type { AppProfile } from "../../src/reading/apps/profile.ts";
import type { Engines } from "../../src/reading/engines/choose.ts";
import type { Line } from "../../src/reading/engines/engine.ts";
import { decode } from "../../src/reading/image/decode.ts";
import { type Turn, turned } from "../../src/reading/image/turn.ts";
import { wholeKnowledge } from "../../src/reading/knowledge.ts";
import { defaultReadOptions } from "../../src/reading/options.ts";
import { interpret, readingOf } from "../../src/reading/read.ts";
import { readUpright } from "../../src/reading/upright.ts";

/** The text of a picture, which stays the same whatever is known of apps. Pixels are not kept. */
export interface Recognised {
  readonly picture: LabelledPicture;
  readonly lines: readonly Line[];
  readonly turn: Turn;
}

/** Reads all text of a picture. Throws `IMAGE_…` failures. */
export async function recognise(picture: LabelledPicture, engines: Engines): Promise<Recognised> {
  const { raster } = await decode(await picture.source.load(), picture.source.name);
  const { lines, turn } = await readUpright(engines.first, raster);
  return { picture, lines, turn };
}

/** Interprets a picture's text once for each list of known apps, and holds what comes out against its label. */
export async function interpretWith(
  { picture, lines, turn }: Recognised,
  engines: Engines,
  known: readonly (readonly AppProfile[])[],
): Promise<Result[]> {
  const bytes = await picture.source.load();
  const { raster: asStored, format, dpi, warnings } = await decode(bytes, picture.source.name);
  const raster = await turned(asStored, turn);
  const options = { ...defaultReadOptions, signals: false };
  const results: Result[] = [];
  for (const apps of known) {
    const incomplete = warnings.length > 0;
    const interpreted = await interpret({ raster, lines }, engines, options, incomplete, {
      ...wholeKnowledge,
      apps,
    });
    const reading = readingOf(interpreted, { bytes, raster, format, dpi, turn, warnings });
    results.push(judge({ picture, perturbation: null }, { ok: true, reading }));
  }
  return results;
}
