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
for _, sha256 in ipairs(ask.sha256s) do call('ZADD', key('forgotten'), now, sha256) end
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

/** Where pictures are forgotten. */
interface Pictures {
  forget(sha256s: readonly string[]): Promise<unknown>;
}

/**
 * The pictures that were forgotten at one of several instances that each keep pictures of their own, by their hashes: the others delete
 * theirs when they tidy up. One that comes again meanwhile may go with them, and is loaded once more.
 */
export class ForgottenPictures {
  readonly #calls: Calls;
  /** By the server's clock, up to when this instance has looked. */
  #since = 0;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** Has others forget these. Rejects where that cannot be noted. */
  async note(sha256s: readonly string[]): Promise<void> {
    for (let at = 0; at < sha256s.length; at += page)
      await this.#calls.run(noteThem, { sha256s: sha256s.slice(at, at + page), known: knownMs });
  }

  /** Deletes what others have forgotten since the last time; at first, all that is known. Rejects where one cannot be deleted. */
  async forgetFrom(...kept: readonly Pictures[]): Promise<void> {
    let until = this.#since;
    for (let passed = 0; ; passed += page) {
      const { rest } = await this.#calls.run(askThem, { since: this.#since, passed, most: page });
      if (passed === 0) until = number(rest[0]);
      const sha256s = list(rest[1]).map(text);
      for (const each of kept) if (sha256s.length > 0) await each.forget(sha256s);
      if (sha256s.length < page) break;
    }
    // Its clock may be set back, or another server take over: to forget something twice costs nothing.
    this.#since = Math.max(0, until - overlapMs);
  }
}
