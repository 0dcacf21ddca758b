import { describe, expect, test } from "bun:test";
import type { Sessions } from "../../src/people/sessions.ts";

export const anna = { name: "anna", by: "password", role: "look", proof: "p" } as const;
const minute = 60_000;

/** Sessions as two instances have them, which are one where only one may have them. */
export interface Place {
  readonly one: Sessions;
  readonly other: Sessions;
  /** Sets the clock forward, by milliseconds. */
  readonly pass: (ms: number) => void;
  /** Names of those whose session was ended because a cookie was used that had been replaced. */
  readonly reused: readonly string[];
  /** Whether everybody may still sign in. */
  readonly still: { all: boolean | null };
}

/** What sessions promise, wherever they are kept. */
export function sessionsSuite(where: string, open: () => Place | Promise<Place>): void {
  /** What a cookie is worth, and the value that takes its place. */
  const seen = async (sessions: Sessions, token: string) => {
    const found = await sessions.find(token);
    return found && { next: await sessions.renew(found) };
  };

  describe(`a session ${where}`, () => {
    test("is found by its cookie alone, ends after twelve hours, and before that when it is ended", async () => {
      const { one, other, pass } = await open();
      const { session, token } = await one.begin(anna);
      expect(await other.find(token)).toMatchObject({ session, isDue: false });
      for (const wrong of [session.id, "", `${token}x`, session.csrf])
        expect(await other.find(wrong)).toBeNull();
      const second = await one.begin(anna);
      await other.end(session.id);
      expect([await one.find(token), await one.isOpen(session.id)]).toEqual([null, false]);
      expect(await other.isOpen(second.session.id)).toBe(true);
      pass(12 * 60 * minute);
      expect(await one.find(second.token)).toBeNull();
      expect(await other.count()).toBe(0);
    });

    test("gets another cookie every quarter of an hour; the one before is taken until the new one has come back, and a minute longer", async () => {
      const { one, other, pass } = await open();
      const { token } = await one.begin(anna);
      pass(16 * minute);
      const next = (await seen(other, token))?.next ?? "";
      expect(next).not.toBe("");
      // Requests that were on their way, and an answer that takes its time.
      expect((await seen(one, token))?.next).toBeNull();
      expect((await seen(other, next))?.next).toBeNull();
      pass(minute / 2);
      expect(await one.find(token)).not.toBeNull();
      expect(await one.find(next)).not.toBeNull();
    });

    test("gets one other cookie where several requests come at the same time, each at an instance of its own", async () => {
      const { one, other, pass, reused } = await open();
      const { token } = await one.begin(anna);
      for (let round = 0, current = token; round < 3; round++) {
        pass(16 * minute);
        const found = await Promise.all([one, other, one, other].map(async (each) => each.find(current)));
        const values: (string | null)[] = [];
        for (const [at, each] of found.entries())
          values.push(await (at % 2 === 0 ? one : other).renew(each as NonNullable<typeof each>));
        const made = values.filter((value) => value !== null);
        // Whichever of the answers the browser takes last, its cookie is the one.
        expect(made).toHaveLength(1);
        current = made[0] ?? "";
        expect(await other.find(current)).not.toBeNull();
      }
      expect(reused).toEqual([]);
    });

    test("ends when a cookie is used that was replaced long ago: one of both has copied it", async () => {
      const { one, other, pass, reused } = await open();
      const { token } = await one.begin(anna);
      pass(16 * minute);
      const next = (await seen(one, token))?.next ?? "";
      await other.find(next);
      pass(2 * minute);
      expect(await one.find(token)).toBeNull();
      expect(await other.find(next)).toBeNull();
      expect(reused).toEqual(["anna"]);
    });

    test("survives that the answer with the new cookie is lost", async () => {
      const { one, other, pass } = await open();
      const { token } = await one.begin(anna);
      pass(16 * minute);
      expect((await seen(one, token))?.next).not.toBeNull();
      pass(5 * minute);
      const again = (await seen(other, token))?.next ?? "";
      expect(await one.find(again)).not.toBeNull();
    });

    test("ends at once for somebody who may sign in no more", async () => {
      const { one, other, still } = await open();
      const { session, token } = await one.begin(anna);
      still.all = false;
      expect(await other.isOpen(session.id)).toBe(false);
      still.all = true;
      expect(await one.find(token)).toBeNull();
    });

    test("makes room for others where one person has too many: that one's first ones end", async () => {
      const { one, other } = await open();
      const budi = await one.begin({ ...anna, name: "budi" });
      const tokens: string[] = [];
      for (let at = 0; at < 23; at++) tokens.push((await (at % 2 === 0 ? one : other).begin(anna)).token);
      expect(await one.count()).toBe(21);
      const found = await Promise.all(
        tokens.slice(0, 4).map(async (token) => (await other.find(token)) !== null),
      );
      expect(found).toEqual([false, false, false, true]);
      expect(await other.find(budi.token)).not.toBeNull();
      for (let from = 0; from < 1100; from += 50)
        await Promise.all(
          Array.from({ length: 50 }, async (_, at) => one.begin({ ...anna, name: `user-${from + at}` })),
        );
      expect(await other.count()).toBe(1000);
    }, 60_000);
  });
}
