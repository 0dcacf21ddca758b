import { addressHashes, type PictureCache } from "../images/picture-cache.ts";
import type { ReviewPictures } from "../images/review-pictures.ts";
import type { History } from "../queue/port.ts";
import type { Calls } from "../redis/calls.ts";
import { list, number, text } from "../redis/replies.ts";
import { script } from "../redis/script.ts";

/** How long it is known that something was forgotten, in milliseconds: an instance that was away for longer has to be seen to. */
const knownMs = 30 * 86_400_000;
/** By how much one look goes back behind the one before, in milliseconds. */
const overlapMs = 3_600_000;
/** So many in one answer. */
const page = 500;

/** Old ones go with new ones: there are no more than were forgotten within that time. */
const noteThem = script(
  [
    `
for _, name in ipairs(ask.names) do call('ZADD', key('forgotten'), now, name) end
call('ZREMRANGEBYSCORE', key('forgotten'), '-inf', now - ask.known)
return {'ok'}
`,
  ],
  true,
);

const askThem = script([
  `
return {'ok', now, call('ZRANGE', key('forgotten'), ask.since, '+inf', 'BYSCORE', 'LIMIT', ask.passed, ask.most)}
`,
]);

/** What stands before the hash of an address, which is among hashes of pictures. */
const ofAddress = "address:";

/** Where pictures are forgotten, and who says which of them others have sent, too. */
interface Kept {
  readonly cache: Pick<PictureCache, "forget" | "hashesUnderHashes">;
  readonly reviewPictures: Pick<ReviewPictures, "forget">;
  readonly history: Pick<History, "alsoSeenFromOthers">;
}

/**
 * The pictures that were forgotten at one of several instances that each keep pictures of their own, by their hashes and by those of the
 * addresses that they came from: the hash of a picture on which nothing could be read is known only where it lies. The others delete
 * theirs when they tidy up. One that comes again meanwhile may go with them, and is loaded once more.
 */
export class ForgottenPictures {
  readonly #calls: Calls;
  /** By the server's clock, up to when this instance has looked. */
  #since = 0;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /**
   * Has others forget these pictures, and those that came from these addresses unless somebody else has sent them, too. Rejects where that
   * cannot be noted.
   */
  async note(sha256s: readonly string[], addresses: readonly string[]): Promise<void> {
    const names = [...sha256s, ...addressHashes(addresses).map((hash) => `${ofAddress}${hash}`)];
    for (let at = 0; at < names.length; at += page)
      await this.#calls.run(noteThem, { names: names.slice(at, at + page), known: knownMs });
  }

  /** Deletes what others have forgotten since the last time; at first, all that is known. Rejects where one cannot be deleted. */
  async forgetFrom(kept: Kept): Promise<void> {
    let until = this.#since;
    for (let passed = 0; ; passed += page) {
      const { rest } = await this.#calls.run(askThem, { since: this.#since, passed, most: page });
      if (passed === 0) until = number(rest[0]);
      const names = list(rest[1]).map(text);
      if (names.length > 0) await forgetNamed(names, kept);
      if (names.length < page) break;
    }
    // Its clock may be set back, or another server take over: to forget something twice costs nothing.
    this.#since = Math.max(0, until - overlapMs);
  }
}

async function forgetNamed(
  names: readonly string[],
  { cache, reviewPictures, history }: Kept,
): Promise<void> {
  const addresses = names.filter((name) => name.startsWith(ofAddress));
  const under = await cache.hashesUnderHashes(addresses.map((name) => name.slice(ofAddress.length)));
  const others = await history.alsoSeenFromOthers(null, under);
  const sha256s = [
    ...names.filter((name) => !name.startsWith(ofAddress)),
    ...under.filter((sha256) => !others.includes(sha256)),
  ];
  if (sha256s.length === 0) return;
  await cache.forget(sha256s);
  await reviewPictures.forget(sha256s);
}
