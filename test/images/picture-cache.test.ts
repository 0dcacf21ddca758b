import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Server } from "bun";
import { AddressGuard } from "../../src/images/address-guard.ts";
import { addressKey } from "../../src/images/address-key.ts";
import { FolderShelf } from "../../src/images/folder-shelf.ts";
import { type LoadedPicture, loadPicture } from "../../src/images/load-picture.ts";
import { cacheAges, PictureCache, sha256Of } from "../../src/images/picture-cache.ts";
import { failureOf } from "../support/failure.ts";
import { temporaryFolder } from "../support/temporary.ts";

const limits = { timeoutSeconds: 30, mostMegabytes: 5 };
const guard = new AddressGuard({ allowedNetworks: ["127.0.0.0/8"] });
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const hourMs = 3_600_000;

let folder: string;
let warnings: string[];
/** What the server has under every address, and how it answers. */
let object: { body: Uint8Array; headers: Record<string, string> };
let server: Server<undefined>;
let statuses: number[];

beforeAll(() => {
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { etag, "last-modified": modified } = object.headers;
      const same =
        (etag !== undefined && request.headers.get("if-none-match") === etag) ||
        (modified !== undefined && request.headers.get("if-modified-since") === modified);
      const expired = new URL(request.url).searchParams.has("expired");
      const status = expired ? 403 : same ? 304 : 200;
      statuses.push(status);
      return new Response(status === 200 ? object.body : null, { status, headers: object.headers });
    },
  });
});
afterAll(() => server.stop(true));
beforeEach(() => {
  folder = join(temporaryFolder(), "cache");
  [warnings, statuses] = [[], []];
  object = { body: bytesOf("first"), headers: { etag: '"1"' } };
});

function open({ hours = 24, readingHours = 24, mostMegabytes = 10 } = {}): PictureCache {
  const warn = (sentence: string): void => void warnings.push(sentence);
  const mostMilliseconds = cacheAges({ hours, readingHours });
  const shelf = new FolderShelf(folder, { mostMilliseconds, mostMegabytes, notesUse: true });
  return new PictureCache({ shelf, hours, readingHours, warn });
}

async function load(cache: PictureCache, path = "/a.png"): Promise<LoadedPicture> {
  const loaded = await loadPicture(new URL(path, server.url).href, { limits, guard, cache });
  await cache.idle();
  return loaded;
}

/** All files of the cache, or those of one kind. */
function files(kind = ""): string[] {
  return readdirSync(join(folder, kind), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("a picture", () => {
  test("that is still the one comes from the cache, after its server was asked", async () => {
    const cache = open();
    const first = await load(cache);
    expect(first).toEqual({ bytes: bytesOf("first"), sha256: sha256Of("first"), fromCache: false });
    expect(await load(cache)).toEqual({ ...first, fromCache: true });
    expect(await load(open())).toEqual({ ...first, fromCache: true });
    expect(statuses).toEqual([200, 304, 304]);
  });

  test("that was overwritten under its address comes anew", async () => {
    const cache = open();
    await load(cache);
    object = { body: bytesOf("second"), headers: { etag: '"2"' } };
    expect(await load(cache)).toMatchObject({ bytes: bytesOf("second"), fromCache: false });
    expect(await load(cache)).toMatchObject({ bytes: bytesOf("second"), fromCache: true });
  });

  test("is known by a date that lies back, but not by one that may still be overwritten", async () => {
    const cache = open();
    object.headers = { "last-modified": "Fri, 20 Nov 2026 08:00:00 GMT" };
    await load(cache);
    expect((await load(cache)).fromCache).toBe(true);
    object.headers = { "last-modified": new Date().toUTCString() };
    await load(cache, "/b.png");
    expect((await load(cache, "/b.png")).fromCache).toBe(false);
  });

  test("is fetched each time when its server does not say which version it is", async () => {
    const cache = open();
    object.headers = {};
    await load(cache);
    expect((await load(cache)).fromCache).toBe(false);
    expect(statuses).toEqual([200, 200]);
  });

  test("is found under a new signature, and not without a valid one", async () => {
    const cache = open();
    await load(cache, "/a.png?X-Amz-Date=1&X-Amz-Signature=aa");
    expect((await load(cache, "/a.png?X-Amz-Date=2&X-Amz-Signature=bb")).fromCache).toBe(true);
    const failure = await failureOf(() => load(cache, "/a.png?X-Amz-Signature=aa&X-Amz-expired&expired"));
    expect(failure.code).toBe("DOWNLOAD_STATUS");
  });

  test("at no address fails as if there were no cache", async () => {
    const failure = await failureOf(() => loadPicture("http://", { limits, guard, cache: open() }));
    expect(failure.code).toBe("URL_INVALID");
  });

  test("leaves nothing of its address in the cache", async () => {
    await load(open(), "/person-4711.png?Signature=c0ffee&Expires=1&AWSAccessKeyId=x");
    expect(files()).toHaveLength(2);
    for (const file of files()) expect(file + readFileSync(file, "latin1")).not.toMatch(/4711|c0ffee/);
  });
});

describe("a reading", () => {
  const hash = sha256Of("first");

  test("is kept by picture and reader", async () => {
    const cache = open();
    await cache.putReading(hash, "paddle 1", '{"steps":8376}');
    expect(await open().getReading(hash, "paddle 1")).toBe('{"steps":8376}');
    expect(await cache.getReading(hash, "paddle 2")).toBeNull();
    expect(await cache.getReading(sha256Of("second"), "paddle 1")).toBeNull();
  });

  test("never comes back with a bit that flipped, whichever it was", async () => {
    const cache = open();
    await cache.putReading(hash, "paddle 1", '{"steps":8376}');
    const [file = ""] = files("readings");
    const whole = readFileSync(file);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const damaged = Buffer.from(whole);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(file, damaged);
      expect(await cache.getReading(hash, "paddle 1")).toBeNull();
      expect(files("readings")).toEqual([]);
    }
    expect(warnings).toEqual([]);
  });

  test("never comes back in another picture's place", async () => {
    const cache = open();
    await cache.putReading(hash, "paddle 1", '{"steps":8376}');
    const [first = ""] = files("readings");
    await cache.putReading(sha256Of("second"), "paddle 1", '{"steps":11}');
    const second = files("readings").find((file) => file !== first) ?? "";
    renameSync(first, second);
    expect(await cache.getReading(sha256Of("second"), "paddle 1")).toBeNull();
  });

  test("goes with its picture when that is forgotten, and no other does", async () => {
    const cache = open();
    await load(cache);
    await cache.putReading(hash, "paddle 1", "1");
    await cache.putReading(hash, "paddle 2", "2");
    await cache.putReading(sha256Of("second"), "paddle 1", "3");
    await cache.forget([hash]);
    expect(await cache.getReading(hash, "paddle 1")).toBeNull();
    expect(await cache.getReading(hash, "paddle 2")).toBeNull();
    expect(await cache.getReading(sha256Of("second"), "paddle 1")).toBe("3");
    expect((await load(cache)).fromCache).toBe(false);
  });

  test.each(["", "..", "../../etc", hash.slice(1)])(
    "of %p is not forgotten, because it is no picture",
    async (text) => {
      const cache = open();
      await cache.putReading(hash, "paddle 1", "1");
      await cache.forget([text]);
      expect(await cache.getReading(hash, "paddle 1")).toBe("1");
    },
  );
});

describe("a damaged file is a miss and is deleted", () => {
  test.each([
    ["empty", () => Buffer.alloc(0)],
    ["cut", (file: Buffer) => file.subarray(0, -1)],
    ["longer", (file: Buffer) => Buffer.concat([file, Buffer.from("!")])],
    ["without its first line", (file: Buffer) => file.subarray(file.indexOf("\n") + 1)],
    [
      "of another form",
      (file: Buffer) => Buffer.from(file.toString("latin1").replace("cache 1", "cache 0"), "latin1"),
    ],
  ])("%s", async (_what, damage) => {
    const cache = open();
    for (const kind of ["pictures", "addresses"]) {
      await load(cache);
      const [file = ""] = files(kind);
      writeFileSync(file, damage(readFileSync(file)));
      statuses = [];
      expect(await load(cache)).toMatchObject({ bytes: bytesOf("first"), fromCache: false });
      expect(statuses).toEqual([200]);
      expect((await load(cache)).fromCache).toBe(true);
    }
    expect(warnings).toEqual([]);
  });
});

describe("what is kept", () => {
  const megabyte = (fill: number): Uint8Array => new Uint8Array(1_000_000).fill(fill);

  /** Keeps a picture of one megabyte that was last used `hours` ago. */
  async function keep(cache: PictureCache, fill: number, hours: number): Promise<void> {
    object = { body: megabyte(fill), headers: { etag: `"${fill}"` } };
    await load(cache, `/${fill}.png`);
    const file = files("pictures").find((path) => path.endsWith(sha256Of(megabyte(fill)))) ?? "";
    utimesSync(file, Date.now() / 1000 - hours * 3600, statSync(file).mtimeMs / 1000);
  }
  const isKept = async (cache: PictureCache, fill: number): Promise<boolean> =>
    (await cache.get(new URL(`/${fill}.png`, server.url).href)) !== null;

  test("goes beyond the size that is allowed, what was not used for longest first", async () => {
    const cache = open({ mostMegabytes: 3.5 });
    for (const [fill, hours] of [
      [1, 2],
      [2, 5],
      [3, 1],
    ] as const)
      await keep(cache, fill, hours);
    expect(await isKept(cache, 2)).toBe(true); // And is the last one that was used now.
    await keep(cache, 4, 0);
    expect(await Promise.all([1, 2, 3, 4].map((fill) => isKept(cache, fill)))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test("by a process before counts, too", async () => {
    for (const fill of [1, 2, 3, 4, 5]) await keep(open(), fill, 6 - fill);
    const cache = open({ mostMegabytes: 3.5 });
    await cache.sweep();
    expect(await Promise.all([1, 2, 3, 4, 5].map((fill) => isKept(cache, fill)))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  test("is not what would fill the folder alone", async () => {
    await keep(open(), 1, 1);
    const cache = open({ mostMegabytes: 1.5 });
    object = { body: new Uint8Array(2_000_000), headers: { etag: '"2"' } };
    expect(await load(cache, "/large.png")).toMatchObject({ fromCache: false });
    expect(await isKept(cache, 1)).toBe(true);
  });

  test("goes when it is old, however often it is used", async () => {
    const cache = open({ hours: 2 });
    await load(cache);
    await cache.putReading(sha256Of("first"), "paddle 1", "1");
    for (const file of files()) utimesSync(file, new Date(), Date.now() / 1000 - 3 * 3600);
    expect(await cache.getReading(sha256Of("first"), "paddle 1")).toBeNull();
    expect((await load(cache)).fromCache).toBe(false);
    for (const file of files()) utimesSync(file, new Date(), Date.now() / 1000 - 3 * 3600);
    await cache.sweep();
    expect(files()).toEqual([]);
  });

  test("includes no temporary file that a process left when it died", async () => {
    const cache = open();
    await load(cache);
    const before = files();
    const [file = ""] = before;
    writeFileSync(`${file}.part-1`, "half");
    utimesSync(`${file}.part-1`, new Date(), new Date(Date.now() - hourMs));
    writeFileSync(`${file}.part-2`, "still being written");
    await cache.sweep();
    expect(files().sort()).toEqual([...before, `${file}.part-2`].sort());
  });

  test("is nothing at all when the hours are 0, and what was kept goes", async () => {
    await load(open());
    const cache = open({ hours: 0 });
    expect((await load(cache)).fromCache).toBe(false);
    await cache.putReading(sha256Of("first"), "paddle 1", "1");
    expect(await cache.getReading(sha256Of("first"), "paddle 1")).toBeNull();
    // However much younger a clock that was set back makes it.
    for (const file of files()) utimesSync(file, new Date(), new Date(Date.now() + hourMs));
    await cache.sweep();
    expect(files()).toEqual([]);
  });

  test("is not even a folder where the hours are 0 from the beginning", async () => {
    const cache = open({ hours: 0 });
    await load(cache);
    await cache.putReading(sha256Of("first"), "paddle 1", "1");
    await cache.sweep();
    expect(existsSync(folder)).toBe(false);
    expect(warnings).toEqual([]);
  });

  test("includes no reading when their own hours are 0, and those that were kept go", async () => {
    const before = open();
    await load(before);
    await before.putReading(sha256Of("first"), "paddle 1", "1");
    const cache = open({ readingHours: 0 });
    expect(await cache.getReading(sha256Of("first"), "paddle 1")).toBeNull();
    await cache.putReading(sha256Of("first"), "paddle 2", "1");
    expect(files("readings")).toHaveLength(1);
    await cache.sweep();
    expect(files("readings")).toEqual([]);
    expect((await load(cache)).fromCache).toBe(true);
  });

  test("includes readings for as long as their own hours say", async () => {
    const cache = open({ readingHours: 2 });
    await load(cache);
    await cache.putReading(sha256Of("first"), "paddle 1", "1");
    for (const file of files()) utimesSync(file, new Date(), Date.now() / 1000 - 3 * 3600);
    await cache.sweep();
    expect(files("readings")).toEqual([]);
    expect(files()).toHaveLength(2);
  });

  test("is for nobody else on this machine", async () => {
    await load(open());
    for (const file of files()) expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(folder).mode & 0o077).toBe(0);
  });
});

test("a cache that cannot be used says so once, and pictures come all the same", async () => {
  // A file in its place: permission bits would not stop the administrator.
  writeFileSync(folder, "");
  const cache = open();
  for (let time = 0; time < 3; time++) expect((await load(cache)).bytes).toEqual(bytesOf("first"));
  await cache.sweep();
  await cache.forget([sha256Of("first")]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toStartWith(`The picture cache ${folder} cannot be used (ENOTDIR)`);
  rmSync(folder);
});

describe("addresses of one object", () => {
  test.each([
    ["https://b.example/a.png?X-Amz-Signature=1&X-Amz-Expires=2&v=3", "https://b.example/a.png?v=3"],
    ["https://b.example/a.png?x-goog-signature=1&X-Goog-Date=2", "https://b.example/a.png"],
    ["https://b.example/a.png?Signature=1&Expires=2&AWSAccessKeyId=3", "https://b.example/a.png"],
    ["https://b.example/a.png?GoogleAccessId=1&Expires=2&Signature=3", "https://b.example/a.png"],
    ["https://b.example/a.png?Policy=1&Signature=2&Key-Pair-Id=3", "https://b.example/a.png"],
    ["https://b.example/a.png?sv=1&st=2&se=3&sr=b&sp=r&sig=4&id=5", "https://b.example/a.png?id=5"],
    ["https://B.example:443/a.png#top", "https://b.example/a.png"],
  ])("have one key: %s", (signed, key) => {
    expect(addressKey(signed)).toBe(key);
  });

  test.each([
    // Without a signature these are somebody's own.
    "https://b.example/show?sr=1&st=2",
    "https://b.example/show?expires=never&policy=a",
    "https://b.example/show?a=%2F&A=/&a",
    "https://b.example:444/a.png",
  ])("are told from others: %s", (address) => {
    expect(addressKey(address)).toBe(address);
  });
});
