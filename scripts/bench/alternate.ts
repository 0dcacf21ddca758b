import type { LabelledPicture } from "../../src/eval/set.ts";
import { type Extracted, extract } from "./extracted.ts";
import { type Answer, type Reader, ReaderProcess } from "./reader.ts";

/** One reading of one picture. */
export interface Sample extends Pick<Answer, "milliseconds" | "peakBytes" | "verdict"> {
  readonly picture: LabelledPicture;
  readonly extracted: Extracted;
}

/** All that one reader did in a run. */
export interface Run {
  readonly reader: Reader;
  /** `null` where it did not start. */
  readonly version: string | null;
  readonly samples: readonly Sample[];
  /** Milliseconds of the readings before those: its first ones. */
  readonly firstMs: readonly number[];
  /** Why it did not start, or what it could not read. */
  readonly failures: readonly string[];
}

/**
 * Has readers read the same pictures in turn: each picture by all of them before the next one, beginning with another one each
 * time, and never two at once. `cores` are those that they may use, as for taskset; `null` is all. The first picture is read
 * once before, so that models are loaded; with `warmUp` all of them are, in turn as well, because engines that compile as they go
 * (of JavaScript, ours and others') take some twenty pictures to come to the speed at which they read the next ten thousand.
 */
export async function alternate(
  readers: readonly Reader[],
  pictures: readonly LabelledPicture[],
  cores: string | null,
  onPicture: () => void,
  { warmUp = false }: { readonly warmUp?: boolean } = {},
): Promise<Run[]> {
  const started: ReaderProcess[] = [];
  const runs = new Map<
    Reader,
    { version: string | null; samples: Sample[]; firstMs: number[]; failures: string[] }
  >();
  try {
    for (const reader of readers) {
      const process = await ReaderProcess.start(reader, cores);
      const isStarted = typeof process !== "string";
      runs.set(reader, {
        version: isStarted ? process.version : null,
        samples: [],
        firstMs: [],
        failures: isStarted ? [] : [process],
      });
      if (isStarted) started.push(process);
    }
    const [first] = pictures;
    for (const process of started) if (first !== undefined) await process.read(first.source.name);
    for (const isCounted of warmUp ? [false, true] : [true]) {
      for (const [index, picture] of pictures.entries()) {
        for (const process of rotated(started, index)) {
          const answer = await process.read(picture.source.name);
          const run = runs.get(process.reader);
          if (!isCounted) {
            // What cannot be read is told of in the pass that counts.
            if (typeof answer !== "string") run?.firstMs.push(answer.milliseconds);
          } else if (typeof answer === "string") run?.failures.push(answer);
          else run?.samples.push({ ...answer, picture, extracted: await extract(picture, answer.lines) });
        }
        onPicture();
      }
    }
  } finally {
    for (const process of started) await process.end();
  }
  return [...runs].map(([reader, run]) => ({ reader, ...run }));
}

/** The items in their order, beginning with another one each time. */
function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}
