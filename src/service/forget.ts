import { attempt } from "../config/attempt.ts";
import { OcrEcoError } from "../errors.ts";
import type { PictureCache } from "../images/picture-cache.ts";
import type { ReviewPictures } from "../images/review-pictures.ts";
import type { About, History, KeptTexts, Whose } from "../queue/port.ts";
import { withoutMention } from "../webhook/copies.ts";
import type { Result } from "../webhook/schema.ts";
import type { ForgottenPictures } from "./forgotten-pictures.ts";

/** Where something about somebody may lie. */
export interface Stores {
  readonly history: History;
  readonly cache: PictureCache;
  readonly reviewPictures: ReviewPictures;
  /** Hears which pictures others are to forget, who keep some of their own; `null` where nobody does. */
  readonly elsewhere: Pick<ForgottenPictures, "note"> | null;
}

/** How much of what was deleted, or would be. */
export interface Forgotten {
  readonly jobs: number;
  readonly readings: number;
  readonly deliveries: number;
  /** Pictures that were remembered, so that copies are found. */
  readonly hashes: number;
  readonly cached_pictures: number;
  readonly cached_readings: number;
  /** Those that are kept for whoever decides about them. */
  readonly review_pictures: number;
  /** Results of others that named one of the pictures as what theirs is a copy of; they name it no more. */
  readonly mentions: number;
  /** False while another program reads the database: until the next time, its files still hold what was deleted. */
  readonly wiped: boolean;
}

/** How often is tried to have the database's files hold nothing of it, and the pause between, in milliseconds. */
const wiping = { attempts: 5, pause: 200 } as const;

/** Says what is kept about somebody. Rejects with `NOTHING_KEPT`. */
export async function whatIsKept(stores: Stores, whose: Whose): Promise<Forgotten> {
  const { history, cache, reviewPictures } = stores;
  const about = await history.about(whose);
  const own = await ownPictures(stores, whose, about);
  const cached = { ...(await cache.count(own)), inReview: await reviewPictures.count(own) };
  const mentions = await history.editAll((kept) => withoutMentions(kept, whose), true);
  return { ...counted(whose, about, cached), mentions, wiped: false };
}

/**
 * Deletes what is kept about somebody, in the queue and in the cache; pictures that others have sent, too, stay there.
 * Rejects with `NOTHING_KEPT`.
 */
export async function forget(stores: Stores, whose: Whose): Promise<Forgotten> {
  const { history, cache, reviewPictures, elsewhere } = stores;
  const drop = async (about: About) => {
    const own = await ownPictures(stores, whose, about);
    await elsewhere?.note(own, about.urls);
    return { ...(await cache.forget(own)), inReview: await reviewPictures.forget(own) };
  };
  // First what only jobs lead to, so that whoever was stopped in between can begin again.
  const first = await drop(await history.about(whose));
  const about = await history.forget(whose);
  // What was read meanwhile.
  const last = await drop(about);
  const cached = {
    pictures: first.pictures + last.pictures,
    readings: first.readings + last.readings,
    inReview: first.inReview + last.inReview,
  };
  const forgotten = {
    ...counted(whose, about, cached),
    mentions: await history.editAll((kept) => withoutMentions(kept, whose), false),
  };
  for (let attempt = 1; attempt < wiping.attempts; attempt++) {
    if (await history.wipe()) return { ...forgotten, wiped: true };
    await Bun.sleep(wiping.pause);
  }
  return { ...forgotten, wiped: await history.wipe() };
}

/** The hashes of somebody's pictures that are nobody else's. */
async function ownPictures(
  { history, cache }: Pick<Stores, "history" | "cache">,
  whose: Whose,
  { urls, sha256s, texts }: About,
): Promise<string[]> {
  // A picture may be kept for its review for longer than it is remembered.
  const read = texts.flatMap((text) => parsed(text)?.image?.sha256 ?? []);
  const all = [...new Set([...sha256s, ...read, ...(await cache.hashesUnder(urls))])];
  const others = await history.alsoSeenFromOthers(whose, all);
  return all.filter((sha256) => !others.includes(sha256));
}

/** What is kept of somebody else's job, without the ids of whose copy its picture is. */
function withoutMentions({ reading, body }: KeptTexts, whose: Whose): KeptTexts {
  const edit = (text: string | null): string | null => {
    if (text === null) return null;
    const result = parsed(text);
    // Damaged: the others are edited all the same.
    if (result === null) return text;
    const edited = withoutMention(result, whose);
    return edited === result ? text : JSON.stringify(edited);
  };
  return { reading: edit(reading), body: edit(body) };
}

function parsed(text: string): Partial<Result> | null {
  const result = attempt(
    () => JSON.parse(text) as Partial<Result> | null,
    () => {},
  );
  return result ?? null;
}

function counted(
  whose: Whose,
  { jobs, readings, deliveries, seen }: About,
  cached: { readonly pictures: number; readonly readings: number; readonly inReview: number },
): Omit<Forgotten, "mentions" | "wiped"> {
  if (jobs + seen === 0) {
    const who = "reportId" in whose ? `report ${whose.reportId}` : `user ${whose.userId}`;
    const where = whose.environment === undefined ? "" : ` in ${whose.environment}`;
    throw new OcrEcoError("NOTHING_KEPT", `Nothing is kept about ${who}${where}. Check the id.`);
  }
  const { pictures: cached_pictures, readings: cached_readings, inReview: review_pictures } = cached;
  return { jobs, readings, deliveries, hashes: seen, cached_pictures, cached_readings, review_pictures };
}
