import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AuditLog } from "../../src/observability/audit.ts";
import { SharedAudit, SharedAuditEntries } from "../../src/observability/shared-audit.ts";
import { cleanUp } from "../support/clean-up.ts";
import { sharedTwice, withRedis } from "../support/shared.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { all, auditSuite, numbers, pagesOf } from "./audit-suite.ts";

withRedis((server) => {
  /** The audit logs of two instances, and what the second one reads. */
  async function logs(most?: { entries: number; bytes: number }, mostBytes?: number, patience = 60_000) {
    let ahead = 0;
    const errors: string[] = [];
    const both = await sharedTwice(server, { ahead: () => ahead });
    const log = {
      info() {},
      error: (_: object, message: string) => errors.push(message),
    };
    const instances = both.map(({ calls }) => {
      const folder = temporaryFolder();
      const shared = new SharedAudit({
        calls,
        log,
        pause: 50,
        patience,
        ...(most === undefined ? {} : { most }),
      });
      cleanUp(() => shared.close());
      return { folder, shared, audit: new AuditLog({ folder, log, shared }) };
    });
    let noted = 0;
    return {
      prefix: both[0].prefix,
      errors,
      instances,
      entries: new SharedAuditEntries(both[1].calls, mostBytes),
      note: (n: number | string, more: object = {}) =>
        (instances[noted++ % 2] as (typeof instances)[number]).audit.note({
          ...({ via: "http", action: "pause", by: "ops", target: { n }, outcome: "ok" } as const),
          ...more,
        }),
      setAhead: (ms: number) => {
        ahead = ms;
      },
    };
  }

  auditSuite("on a server", () => logs());

  test("entries have the server's time, and are in the file of the instance as well", async () => {
    const { entries, note, instances, setAhead } = await logs();
    setAhead(36_000_000);
    await note(1);
    const [entry] = (await entries.find(all)).entries;
    expect(Date.parse(entry?.at ?? "") - Date.now()).toBeWithin(35_000_000, 36_000_001);
    expect(readFileSync(join(instances[0]?.folder ?? "", "audit.jsonl"), "utf8")).toContain('"n":1');
  });

  test("of a large log the oldest entries go, by their number and by their characters", async () => {
    const few = await logs({ entries: 10, bytes: 1e6 });
    for (let n = 1; n <= 25; n++) await few.note(n);
    expect(numbers(await few.entries.find(all))).toEqual(Array.from({ length: 10 }, (_, at) => 25 - at));
    const small = await logs({ entries: 1000, bytes: 2000 });
    for (let n = 1; n <= 40; n++) await small.note(n);
    const { lookedAt, entries } = await small.entries.find(all);
    expect([lookedAt.bytes <= 2000, entries.length > 10, entries[0]?.target["n"]]).toEqual([true, true, 40]);
    const client = server.client();
    cleanUp(() => client.disconnect());
    expect(Number(await client.get(`${small.prefix}:audit-bytes`))).toBe(lookedAt.bytes);
  });

  test("a question looks at so much of it, and says how far that was", async () => {
    const { entries, note } = await logs(undefined, 300);
    for (let n = 1; n <= 12; n++) await note(n);
    const pages = await pagesOf(entries, { ...all, about: "1" });
    expect(pages.length).toBeGreaterThan(3);
    expect(pages.flatMap(numbers)).toEqual([1]);
    for (const { lookedAt } of pages.slice(0, -1)) expect(lookedAt.backTo).toMatch(/Z$/);
  });

  test("each is there once where connections break again and again", async () => {
    const { entries, note } = await logs();
    const client = server.client();
    cleanUp(() => client.disconnect());
    let isOver = false;
    const killing = (async () => {
      while (!isOver) {
        await client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await Bun.sleep(25);
      }
    })();
    for (let n = 1; n <= 30; n++) await note(n);
    isOver = true;
    await killing;
    let found: unknown[] = [];
    // What did not get there within its time comes later.
    while (found.length < 30) found = numbers(await entries.find(all));
    expect(found.toSorted((one, other) => Number(one) - Number(other))).toEqual(
      Array.from({ length: 30 }, (_, at) => at + 1),
    );
  });

  test("what was done while the server was away is in the file at once, and here when it is back", async () => {
    const { entries, note, instances, errors } = await logs(undefined, undefined, 500);
    await note(1);
    await server.stop();
    await note(2);
    await note(3);
    expect(errors.filter((message) => message.includes("instances share"))).toHaveLength(2);
    const files = instances.map(({ folder }) => readFileSync(join(folder, "audit.jsonl"), "utf8"));
    expect(files.join("")).toContain('"n":3');
    await server.start();
    let found: unknown[] = [];
    while (found.length < 3) {
      await Bun.sleep(50);
      found = numbers(await entries.find(all));
    }
    expect(found.toSorted()).toEqual([1, 2, 3]);
  });
});
