import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import { FolderShelf } from "../../src/images/folder-shelf.ts";
import { RedisShelf } from "../../src/images/redis-shelf.ts";
import type { Shelf, ShelfLimits } from "../../src/images/shelf.ts";
import { failureOf } from "../support/failure.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

const hour = 3_600_000;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const megabyte = new Uint8Array(1_000_000).fill(7);

/** Opens one more handle on the same pieces; what is left out of the limits is what hardly ever matters. */
type Open = (limits?: Partial<ShelfLimits>) => Shelf;

const limitsOf = (limits: Partial<ShelfLimits> = {}): ShelfLimits => ({
  mostMilliseconds: () => hour,
  mostMegabytes: 10,
  notesUse: true,
  ...limits,
});

describe("a folder of pictures", () => {
  behaves(() => {
    const folder = join(temporaryFolder(), "shelf");
    return (limits) => new FolderShelf(folder, limitsOf(limits));
  });
});

describe.skipIf(!hasProgram("redis-server", "redis-server"))("pictures on a Redis server", () => {
  const server = new RedisServer();
  const opened: Shelf[] = [];
  let shelves = 0;
  beforeAll(() => server.start());
  afterAll(async () => {
    for (const shelf of opened) shelf.close();
    await server.remove();
  });
  const another = (): { readonly open: Open; readonly tag: string } => {
    const prefix = `{shelf-${++shelves}}`;
    return {
      tag: `${prefix}:cache`,
      open: (limits) => {
        const shelf = new RedisShelf(server.server, prefix, "cache", limitsOf(limits));
        opened.push(shelf);
        return shelf;
      },
    };
  };

  behaves(() => another().open);

  test("end by themselves, and leave nothing behind when others are kept", async () => {
    const { open, tag } = another();
    const client = server.client();
    await open({ mostMilliseconds: () => 30 }).write("a/1", bytesOf("old"));
    await Bun.sleep(60);
    expect(await open().read("a/1")).toBeNull();
    await open().write("a/2", bytesOf("new"));
    expect(await open().namesFrom("a/")).toEqual(["a/2"]);
    const size = await client.strlen(`${tag}/a/2`);
    expect(await open().bytes()).toBe(size);
    await open().remove("a/2");
    expect(await client.keys(`${tag}*`)).toEqual([`${tag}:bytes`]);
    client.disconnect();
  });

  test("that somebody else wrote, or that are damaged, never come back", async () => {
    const { open, tag } = another();
    const client = server.client();
    await open().write("a/1", bytesOf("whole"));
    await client.setrange(`${tag}/a/1`, 80, "?");
    expect(await open().read("a/1")).toBeNull();
    expect(await open().has("a/1")).toBe(false);
    await client.set(`${tag}/a/2`, "from elsewhere");
    expect(await open().readAll(["a/1", "a/2"])).toEqual([null, null]);
    client.disconnect();
  });

  test("go on being kept where the server threw away what is known of them", async () => {
    const { open, tag } = another();
    const client = server.client();
    const shelf = open({ mostMegabytes: 2.5 });
    await shelf.write("a/1", megabyte);
    await client.del(`${tag}:used`, `${tag}:sizes`, `${tag}:names`, `${tag}:ends`);
    expect(await shelf.read("a/1")).toEqual(megabyte);
    for (const name of ["a/2", "a/3", "a/4"]) await shelf.write(name, megabyte);
    await shelf.sweep();
    expect(await shelf.read("a/4")).toEqual(megabyte);
    expect(await shelf.bytes()).toBeLessThan(2.5e6);
    client.disconnect();
  });

  test("are not waited for while the server is away, and are there again when it is", async () => {
    const own = new RedisServer();
    await own.start();
    const shelf = new RedisShelf(own.server, "{away}", "cache", limitsOf(), 100);
    opened.push(shelf);
    await shelf.write("a/1", bytesOf("kept"));
    await own.stop("SIGKILL");
    for (let time = 0; time < 3; time++)
      expect((await failureOf(() => shelf.read("a/1"))).code).toBe("CACHE_UNREACHABLE");
    await own.start();
    await until(async () => (await shelf.read("a/1").catch(() => null)) !== null);
    await own.remove();
  });

  test("are refused with the server's own word where it has no room, and nothing else", async () => {
    const full = new RedisServer(["--maxmemory", "3mb", "--maxmemory-policy", "noeviction"]);
    await full.start();
    const shelf = new RedisShelf(full.server, "{full}", "cache", limitsOf());
    opened.push(shelf);
    const fill = async (): Promise<void> => {
      for (let count = 0; count < 9; count++) await shelf.write(`a/${count}`, megabyte);
    };
    await expect(fill()).rejects.toMatchObject({ code: "OOM" });
    // What is kept already is still to be had.
    expect(await shelf.read("a/0")).toEqual(megabyte);
    await full.remove();
  });
});

/** What holds for both. */
function behaves(another: () => Open): void {
  test("gives back what was kept under a name, to every handle", async () => {
    const open = another();
    await open().write("a/1", bytesOf("one"));
    await open().write("a/1", bytesOf("another"));
    expect(await open().read("a/1")).toEqual(bytesOf("another"));
    expect(await open().has("a/1")).toBe(true);
    expect(await open().read("a/2")).toBeNull();
    expect(await open().has("a/2")).toBe(false);
    expect(await open().readAll(["a/2", "a/1"])).toEqual([null, bytesOf("another")]);
    expect(await open().readAll([])).toEqual([]);
  });

  test("has the names that begin so, and no others", async () => {
    const open = another();
    for (const name of ["a/01", "a/012", "a/02", "b/01"]) await open().write(name, bytesOf(name));
    expect((await open().namesFrom("a/01")).sort()).toEqual(["a/01", "a/012"]);
    expect((await open().namesFrom("a/")).sort()).toEqual(["a/01", "a/012", "a/02"]);
    expect(await open().namesFrom("c/")).toEqual([]);
  });

  test("deletes what is to go, and does not mind what is not there", async () => {
    const open = another();
    await open().write("a/1", bytesOf("one"));
    await open().remove("a/1");
    await open().remove("a/1");
    expect(await open().has("a/1")).toBe(false);
    expect(await open().namesFrom("a/")).toEqual([]);
  });

  test("keeps nothing of a time that is too long ago", async () => {
    const open = another();
    await open().write("a/1", bytesOf("old"), new Date(Date.now() - 2 * hour));
    await open().write("a/2", bytesOf("new"), new Date(Date.now() - hour / 2));
    expect(await open().has("a/1")).toBe(false);
    expect(await open().read("a/1")).toBeNull();
    expect(await open().read("a/2")).toEqual(bytesOf("new"));
  });

  test("lets what was not used for longest go where there is no room for all", async () => {
    const open = another();
    const shelf = open({ mostMegabytes: 3.5 });
    for (const name of ["a/1", "a/2", "a/3"]) {
      await shelf.write(name, megabyte);
      await shelf.idle();
      await Bun.sleep(5);
    }
    await shelf.read("a/1");
    await shelf.write("a/4", megabyte);
    await shelf.sweep();
    expect(await Promise.all(["a/1", "a/2", "a/3", "a/4"].map((name) => shelf.has(name)))).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  test("lets what nobody needs go before all others, also where it is looked at", async () => {
    const open = another();
    const shelf = open({ mostMegabytes: 3.5, notesUse: false });
    for (const name of ["a/1", "a/2", "a/3"]) {
      await shelf.write(name, megabyte);
      await shelf.idle();
      await Bun.sleep(5);
    }
    await shelf.letGo("a/3");
    await shelf.letGo("a/9");
    await shelf.read("a/3");
    await shelf.write("a/4", megabyte);
    await shelf.sweep();
    expect(await Promise.all(["a/1", "a/2", "a/3", "a/4"].map((name) => shelf.has(name)))).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  test("keeps nothing that would fill it alone, and knows how much is there", async () => {
    const open = another();
    await open().write("a/1", bytesOf("small"));
    await open({ mostMegabytes: 0.5 }).write("a/2", megabyte);
    expect(await open().has("a/2")).toBe(false);
    expect(await open().has("a/1")).toBe(true);
    expect(await open().bytes()).toBeWithin(5, 500);
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(50);
}
