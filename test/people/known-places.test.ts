import { describe, expect, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  FolderKnownPlaces,
  type KnownPlaces,
  knownPlacesFile,
  SharedKnownPlaces,
} from "../../src/people/known-places.ts";
import { cleanUp } from "../support/clean-up.ts";
import { sharedTwice, withRedis } from "../support/shared.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Places in a file, opened anew each time, and what is said of the file. */
function inFile() {
  const path = join(temporaryFolder(), "sign-ins");
  const warned: string[] = [];
  const open = () => new FolderKnownPlaces(knownPlacesFile(path, (sentence) => warned.push(sentence)));
  return { path, warned, open };
}

/** What they promise, wherever they are kept; `open` gives them to one more, who begins after the others. */
function suite(where: string, setUp: () => Promise<() => KnownPlaces>): void {
  describe(`places ${where}`, () => {
    test("are known by name and address together, also to who begins later", async () => {
      const open = await setUp();
      const places = open();
      await places.remember("anna", "192.0.2.1");
      for (const each of [places, open()])
        expect([
          await each.has("anna", "192.0.2.1"),
          await each.has("anna", "192.0.2.2"),
          await each.has("budi", "192.0.2.1"),
        ]).toEqual([true, false, false]);
    });

    test("are a thousand: the one that was signed in from longest ago makes room for another", async () => {
      const open = await setUp();
      const places = open();
      const first = Array.from({ length: 1000 }, (_, at) => at);
      for (const at of first) await places.remember("anna", `address ${at}`);
      // By the millisecond alone is known which came first.
      await Bun.sleep(2);
      await places.remember("anna", "address 0");
      await places.remember("anna", "address 1000");
      const later = open();
      expect([await later.has("anna", "address 0"), await later.has("anna", "address 1000")]).toEqual([
        true,
        true,
      ]);
      const left = await Promise.all(first.map(async (at) => later.has("anna", `address ${at}`)));
      expect(left.filter((isKnown) => isKnown)).toHaveLength(999);
    });
  });
}

suite("in a file", async () => inFile().open);

test("a file of places tells neither names nor addresses", () => {
  const { path, open, warned } = inFile();
  open().remember("anna", "192.0.2.1");
  expect(readFileSync(path, "utf8")).not.toMatch(/anna|192/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(warned).toEqual([]);
});

test.each(["", "{}", '["anna"]', "\u0000"])(
  "nobody is known where the file holds %j, which is told",
  (text) => {
    const { path, open, warned } = inFile();
    writeFileSync(path, text);
    const places = open();
    expect(places.has("anna", "192.0.2.1")).toBe(false);
    expect(warned[0]).toContain("makes no sense");
    places.remember("anna", "192.0.2.1");
    expect(open().has("anna", "192.0.2.1")).toBe(true);
  },
);

withRedis((server) => {
  const onServer = async () => {
    const both = await sharedTwice(server);
    return {
      prefix: both[0].prefix,
      open: () => new SharedKnownPlaces((both.reverse()[0] ?? both[0]).calls),
    };
  };

  suite("on a server", async () => (await onServer()).open);

  test("a server is told neither names nor addresses", async () => {
    const { open, prefix } = await onServer();
    await open().remember("anna", "192.0.2.1");
    const client = server.client();
    cleanUp(() => client.disconnect());
    expect(String(await client.zrange(`${prefix}:known-places`, "0", "-1"))).toMatch(/^[0-9a-f]{64}$/);
  });
});
