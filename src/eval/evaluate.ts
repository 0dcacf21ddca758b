import { toFailure } from "../errors.ts";
import type { Reading } from "../reading/reading.ts";
import type { Result } from "./document.ts";
import { type Attempt, type CountPlace, countBox, judge } from "./judge.ts";
import { leavesWhole, type Perturbation, perturb } from "./perturb.ts";
import type { LabelledPicture } from "./set.ts";

/** Reads the bytes of a picture; `name` is what failures call it. */
type Read = (name: string, bytes: Uint8Array) => Promise<Reading>;

interface EvaluateOptions {
  readonly read: Read;
  /** Pictures that are in memory at the same time. */
  readonly lanes: number;
  readonly perturbations: readonly Perturbation[];
  /** Hears of each result as soon as it is there. */
  readonly onResult: (result: Result) => void;
}

/**
 * Reads all pictures as they came, then with each perturbation, and holds the readings against the labels. The
 * former come first so that making the latter takes no time from them. Nothing but results is kept. Results
 * have the order of the pictures, those as they came first, then one perturbation after the other.
 */
export async function evaluate(
  pictures: readonly LabelledPicture[],
  { read, lanes, perturbations, onResult }: EvaluateOptions,
): Promise<Result[]> {
  const places = new Map<string, CountPlace | null>();
  const originals = await inLanes(pictures, lanes, async (picture) => {
    const attempt = await attempted(async () => read(nameOf(picture, null), await bytesOf(picture, null)));
    const result = judge({ picture, perturbation: null }, attempt);
    if (attempt.ok) places.set(picture.name, countBox(result, attempt.reading));
    onResult(result);
    return result;
  });
  // What could not be read as it came has nothing to be compared with.
  const readable = pictures.filter(({ name }) => places.has(name));
  const pairs = perturbations.flatMap((perturbation) =>
    readable.map((picture) => ({ picture, perturbation })),
  );
  const perturbed = await inLanes(pairs, lanes, async ({ picture, perturbation }) => {
    const name = nameOf(picture, perturbation);
    const attempt = await attempted(async () => read(name, await bytesOf(picture, perturbation)));
    const place = places.get(picture.name) ?? null;
    const whole = place === null ? null : leavesWhole(perturbation, place);
    const result = judge({ picture, perturbation: perturbation.name, whole }, attempt);
    onResult(result);
    return result;
  });
  return [...originals, ...perturbed];
}

/** What failures call a picture with what was done to it. */
export function nameOf({ source }: LabelledPicture, perturbation: Perturbation | null): string {
  return perturbation === null ? source.name : `${source.name} (${perturbation.name})`;
}

/** A picture as it came, or with what was done to it: always the same bytes. */
export async function bytesOf(
  picture: LabelledPicture,
  perturbation: Perturbation | null,
): Promise<Uint8Array> {
  const bytes = await picture.source.load();
  return perturbation === null ? bytes : perturb(perturbation, bytes, nameOf(picture, perturbation));
}

async function attempted(reading: () => Promise<Reading>): Promise<Attempt> {
  try {
    return { ok: true, reading: await reading() };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}

/** Does something with each item, a few at a time; the answers have the order of the items. */
export async function inLanes<Item, Answer>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Array<Answer>(items.length);
  const upcoming = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of upcoming) answers[index] = await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return answers;
}
