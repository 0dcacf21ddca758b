import { expect, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FolderSessions } from "../../src/people/folder-sessions.ts";
import type { Session } from "../../src/people/session.ts";
import { sessionFile } from "../../src/people/session-file.ts";
import { SharedSessions } from "../../src/people/shared-sessions.ts";
import { cleanUp } from "../support/clean-up.ts";
import { sharedTwice, withRedis } from "../support/shared.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { anna, type Place, sessionsSuite } from "./sessions-suite.ts";

/** Sessions with a clock of their own, kept in a file. */
function inFolder() {
  const path = join(temporaryFolder(), "sessions");
  const clock = { now: 1_800_000_000_000 };
  const reused: string[] = [];
  const warned: string[] = [];
  const still: Place["still"] = { all: true };
  const open = (): FolderSessions =>
    new FolderSessions({
      file: sessionFile(path, (sentence) => warned.push(sentence)),
      isStill: () => still.all,
      onReuse: ({ name }: Session) => reused.push(name),
      now: () => clock.now,
    });
  const sessions = open();
  const pass = (ms: number): void => {
    clock.now += ms;
  };
  return { path, reused, warned, still, open, sessions, one: sessions, other: sessions, pass };
}

sessionsSuite("in a folder", inFolder);

test("a session in a folder goes on after a restart, and its file holds neither cookies nor anything for others to read", () => {
  const { sessions, open, path } = inFolder();
  const { session, token } = sessions.begin(anna);
  expect(open().find(token)?.session).toEqual(session);
  expect(readFileSync(path, "utf8")).not.toContain(token);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a session in a folder is found no more while it is not known who may sign in, and goes on afterwards", () => {
  const { sessions, still } = inFolder();
  const { session, token } = sessions.begin(anna);
  still.all = null;
  expect([sessions.find(token), sessions.isOpen(session.id)]).toEqual([null, false]);
  still.all = true;
  expect(sessions.find(token)?.session).toBe(session);
});

test.each(["", "{}", '[{"id":1}]', "\u0000"])(
  "sessions in a folder are forgotten where their file holds %j, which is told",
  (text) => {
    const { path, open, warned } = inFolder();
    writeFileSync(path, text);
    const sessions = open();
    expect(sessions.count()).toBe(0);
    expect(warned[0]).toContain("everybody has to sign in again");
    expect(sessions.find(sessions.begin(anna).token)).not.toBeNull();
  },
);

withRedis((server) => {
  async function onServer() {
    let ahead = 0;
    const reused: string[] = [];
    const still: Place["still"] = { all: true };
    const both = await sharedTwice(server, { ahead: () => ahead });
    const [one, other] = both.map(
      ({ calls }) =>
        new SharedSessions({
          calls,
          isStill: () => still.all === true,
          onReuse: ({ name }: Session) => reused.push(name),
        }),
    ) as [SharedSessions, SharedSessions];
    const pass = (ms: number): void => {
      ahead += ms;
    };
    return { shared: both[0], reused, still, one, other, pass };
  }

  sessionsSuite("on a server", onServer);

  test("a session on a server leaves nothing of its cookies there, and nothing at all once it is over", async () => {
    const { shared, one, other } = await onServer();
    const client = server.client();
    cleanUp(() => client.disconnect());
    const { session, token } = await one.begin(anna);
    const kept = await client.keys(`${shared.prefix}:session*`);
    const values = await Promise.all(kept.map((key) => client.dump(key)));
    expect(kept.length).toBeGreaterThan(3);
    expect(`${kept}${values}`).not.toContain(token);
    await other.end(session.id);
    expect(await client.keys(`${shared.prefix}:session*`)).toEqual([`${shared.prefix}:session-count`]);
  });

  test("a session on a server that began with a key is not ended by an instance that does not know it", async () => {
    const { one, still } = await onServer();
    const { session, token } = await one.begin({ ...anna, by: "key" });
    still.all = false;
    expect([await one.find(token), await one.isOpen(session.id)]).toEqual([null, false]);
    still.all = true;
    expect(await one.find(token)).not.toBeNull();
  });

  test("what was done is done once where the connection breaks again and again", async () => {
    const { one, other, pass } = await onServer();
    const client = server.client();
    cleanUp(() => client.disconnect());
    let isOver = false;
    const killing = (async () => {
      while (!isOver) {
        await client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await Bun.sleep(15);
      }
    })();
    for (let round = 0; round < 20; round++) {
      const { session, token } = await one.begin(anna);
      pass(16 * 60_000);
      const found = await other.find(token);
      const next = found && (await one.renew(found));
      expect(await other.find(next ?? "")).not.toBeNull();
      await one.end(session.id);
      expect(await one.count()).toBe(0);
    }
    isOver = true;
    await killing;
  });
});
