import { describe, expect, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Session } from "../../src/people/session.ts";
import { sessionFile } from "../../src/people/session-file.ts";
import { Sessions } from "../../src/people/sessions.ts";
import { temporaryFolder } from "../support/temporary.ts";

const anna = { name: "anna", by: "password", role: "look", proof: "p" } as const;
const minute = 60_000;

/** Sessions with a clock of their own, kept in a file. */
function setUp() {
  const path = join(temporaryFolder(), "sessions");
  const clock = { now: 1_800_000_000_000 };
  const reused: string[] = [];
  const warned: string[] = [];
  const still: { all: boolean | null } = { all: true };
  const open = (): Sessions =>
    new Sessions({
      file: sessionFile(path, (sentence) => warned.push(sentence)),
      isStill: () => still.all,
      onReuse: ({ name }: Session) => reused.push(name),
      now: () => clock.now,
    });
  const sessions = open();
  /** What a cookie is worth, and the value that takes its place. */
  const seen = (token: string) => {
    const found = sessions.find(token);
    return found && { next: sessions.renew(found) };
  };
  return { path, clock, reused, warned, still, open, sessions, seen };
}

describe("a session", () => {
  test("is found by its cookie alone, ends after twelve hours, and before that when it is ended", () => {
    const { sessions, clock } = setUp();
    const { session, token } = sessions.begin(anna);
    expect(sessions.find(token)).toEqual({ session, isDue: false });
    expect([sessions.find(session.id), sessions.find(""), sessions.find(`${token}x`)]).toEqual([
      null,
      null,
      null,
    ]);
    const other = sessions.begin(anna);
    sessions.end(session.id);
    expect([sessions.find(token), sessions.isOpen(session.id)]).toEqual([null, false]);
    clock.now += 12 * 60 * minute;
    expect(sessions.find(other.token)).toBeNull();
    expect(sessions.size).toBe(0);
  });

  test("goes on after a restart, and its file holds neither cookies nor anything for others to read", () => {
    const { sessions, open, path } = setUp();
    const { session, token } = sessions.begin(anna);
    expect(open().find(token)?.session).toEqual(session);
    expect(readFileSync(path, "utf8")).not.toContain(token);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("gets another cookie every quarter of an hour; the one before is taken until the new one has come back, and a minute longer", () => {
    const { sessions, seen, clock } = setUp();
    const { token } = sessions.begin(anna);
    clock.now += 16 * minute;
    const next = seen(token)?.next ?? "";
    expect(next).not.toBe("");
    // Requests that were on their way, and an answer that takes its time.
    expect(seen(token)?.next).toBeNull();
    expect(seen(next)?.next).toBeNull();
    clock.now += minute / 2;
    expect(sessions.find(token)).not.toBeNull();
    expect(sessions.find(next)).not.toBeNull();
  });

  test("ends when a cookie is used that was replaced long ago: one of both has copied it", () => {
    const { sessions, seen, clock, reused } = setUp();
    const { token } = sessions.begin(anna);
    clock.now += 16 * minute;
    const next = seen(token)?.next ?? "";
    sessions.find(next);
    clock.now += 2 * minute;
    expect(sessions.find(token)).toBeNull();
    expect(sessions.find(next)).toBeNull();
    expect(reused).toEqual(["anna"]);
  });

  test("survives that the answer with the new cookie is lost", () => {
    const { sessions, seen, clock } = setUp();
    const { token } = sessions.begin(anna);
    clock.now += 16 * minute;
    expect(seen(token)?.next).not.toBeNull();
    clock.now += 5 * minute;
    const again = seen(token)?.next ?? "";
    expect(sessions.find(again)).not.toBeNull();
  });

  test("ends at once for somebody who may sign in no more", () => {
    const { sessions, still } = setUp();
    const { session, token } = sessions.begin(anna);
    still.all = false;
    expect(sessions.isOpen(session.id)).toBe(false);
    still.all = true;
    expect(sessions.find(token)).toBeNull();
  });

  test("is found no more while it is not known who may sign in, and goes on afterwards", () => {
    const { sessions, still } = setUp();
    const { session, token } = sessions.begin(anna);
    still.all = null;
    expect([sessions.find(token), sessions.isOpen(session.id)]).toEqual([null, false]);
    still.all = true;
    expect(sessions.find(token)?.session).toBe(session);
  });

  test("makes room for others where one person has too many: that one's first ones end", () => {
    const { sessions } = setUp();
    const budi = sessions.begin({ ...anna, name: "budi" });
    const tokens = Array.from({ length: 23 }, () => sessions.begin(anna).token);
    expect(sessions.size).toBe(21);
    expect(tokens.slice(0, 4).map((token) => sessions.find(token) !== null)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(sessions.find(budi.token)).not.toBeNull();
    for (let at = 0; at < 1100; at++) sessions.begin({ ...anna, name: `user ${at}` });
    expect(sessions.size).toBe(1000);
  }, 60_000);

  test.each(["", "{}", '[{"id":1}]', "\u0000"])(
    "is forgotten where its file holds %j, which is told",
    (text) => {
      const { path, open, warned } = setUp();
      writeFileSync(path, text);
      const sessions = open();
      expect(sessions.size).toBe(0);
      expect(warned[0]).toContain("everybody has to sign in again");
      expect(sessions.find(sessions.begin(anna).token)).not.toBeNull();
    },
  );
});
