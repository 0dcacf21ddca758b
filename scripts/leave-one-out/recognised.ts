import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engines } from "../../src/reading/engines/choose.ts";
import type { Line, OcrEngine, SecondReader } from "../../src/reading/engines/engine.ts";
import { decode } from "../../src/reading/image/decode.ts";
import type { Raster } from "../../src/reading/image/raster.ts";
import { type Turn, turned } from "../../src/reading/image/turn.ts";
import { readUpright } from "../../src/reading/upright.ts";

/** What the second engine read in one place, in its order, and what it gave when none of that was accepted. */
interface Look {
  readonly offered: Line[];
  readonly otherwise?: Line | null;
}

/** What engines read on a picture, which stays the same whatever is known of apps and words. */
interface Kept {
  readonly lines: readonly Line[];
  readonly turn: Turn;
  /** By the box of the place. */
  readonly looks: Record<string, Look>;
}

/** An upright picture with its text, and engines that read no place of it twice. */
export interface Recognised {
  readonly raster: Raster;
  readonly lines: readonly Line[];
  readonly engines: Engines;
  /** Keeps what was read; call it when the picture is done with. */
  keep(): void;
}

/**
 * Reads all text of a picture, or takes what was read of the same bytes before from the folder `cache`. Who changes an
 * engine has to empty that. Throws `IMAGE_…` failures.
 */
export async function recognise(
  bytes: Uint8Array,
  engines: Engines,
  cache: string | null,
): Promise<Recognised> {
  const { raster: asStored } = await decode(bytes, "drawn.png");
  const file = cache === null ? null : join(cache, `${Bun.hash(bytes).toString(36)}.json`);
  const known = file !== null && existsSync(file);
  const kept = known
    ? (JSON.parse(readFileSync(file, "utf8")) as Kept)
    : await readAll(asStored, engines.first);
  const raster = kept.turn === 0 ? asStored : await turned(asStored, kept.turn);
  const before = JSON.stringify(kept.looks).length;
  const { second } = engines;
  return {
    raster,
    lines: kept.lines,
    engines: {
      first: engines.first,
      second: second === null ? null : async (reader) => remembering(await second(reader), kept.looks),
    },
    keep() {
      if (cache === null || file === null) return;
      if (known && JSON.stringify(kept.looks).length === before) return;
      mkdirSync(cache, { recursive: true });
      writeFileSync(file, JSON.stringify(kept));
    },
  };
}

async function readAll(picture: Raster, engine: OcrEngine): Promise<Kept> {
  const { lines, turn } = await readUpright(engine, picture);
  return { lines, turn, looks: {} };
}

/** The engine, but for places that it has looked at: there it says the same again. */
function remembering(engine: SecondReader, looks: Record<string, Look>): SecondReader {
  return {
    name: engine.name,
    async recognizeLine(image, box, settles) {
      const key = `${engine.name} ${JSON.stringify(box)}`;
      const before = looks[key];
      const accepted = before?.offered.find(settles);
      if (accepted !== undefined) return accepted;
      if (before?.otherwise !== undefined) return before.otherwise;
      const offered: Line[] = [];
      let isSettled = false;
      const found = await engine.recognizeLine(image, box, (line) => {
        offered.push(line);
        isSettled = settles(line);
        return isSettled;
      });
      looks[key] = isSettled ? { offered } : { offered, otherwise: found };
      return found;
    },
  };
}
