import { describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { until } from "../../scripts/rig/processes.ts";
import { LiveFeed } from "../../src/http/live.ts";
import { cleanUp } from "../support/clean-up.ts";

/** A server of a feed that tells what `make` gives. */
function setUp(make: () => Promise<string>, pauseMs?: number) {
  let made = 0;
  const still = { all: true };
  const feed = new LiveFeed(() => {
    made++;
    return make();
  }, pauseMs);
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: ({ url }) => feed.open(url, () => still.all),
  });
  cleanUp(() => {
    feed.close();
    return server.stop(true);
  });
  return { feed, still, port: Number(server.port), url: server.url.href, made: () => made };
}

/** Reads a stream until its text has something, and leaves it open. */
async function readUntil(
  response: Response,
  what: RegExp,
): Promise<{ text: string; leave: () => Promise<void> }> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (reader !== undefined && !what.test(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  return { text, leave: async () => reader?.cancel() };
}

describe("the live feed", () => {
  test("tells each second how the service is, to proxies, too, and looks at nothing while nobody watches", async () => {
    const { feed, url, made } = setUp(() => Promise.resolve('{"a":1}'));
    expect(made()).toBe(0);
    const response = await fetch(url);
    expect(response.headers.get("content-type")).toStartWith("text/event-stream");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    const { text, leave } = await readUntil(response, /event: status.*event: status/s);
    expect(text).toContain('event: status\ndata: {"a":1}\n\n');
    await leave();
    await until("nobody watches", () => feed.size === 0);
    const before = made();
    await Bun.sleep(1500);
    expect(made()).toBe(before);
  });

  test("makes its news once for all who watch", async () => {
    const { url, made } = setUp(() => Promise.resolve("{}"));
    const all = await Promise.all(Array.from({ length: 20 }, (_, at) => fetch(`${url}${at}`)));
    for (const each of all) await (await readUntil(each, /event: status/)).leave();
    expect(made()).toBeLessThan(20);
  });

  test("hangs up on whoever does not read, and keeps nobody else waiting", async () => {
    const { feed, url, port } = setUp(() => Promise.resolve(JSON.stringify("x".repeat(200_000))), 20);
    const socket = connect(port, "127.0.0.1");
    cleanUp(() => void socket.destroy());
    socket.on("error", () => {});
    socket.pause();
    socket.write("GET / HTTP/1.1\r\nHost: service.test\r\n\r\n");
    await until("it watches", () => feed.size === 1);
    const { leave } = await readUntil(await fetch(url), /event: status/);
    await until("it is gone", () => feed.size === 1, 60_000);
    await leave();
  });

  test("says that the session is over, and ends the stream", async () => {
    const { still, url, feed } = setUp(() => Promise.resolve("{}"));
    const response = await fetch(url);
    still.all = false;
    expect((await readUntil(response, /event: over/)).text).toContain("event: over\ndata: {}\n\n");
    await until("nobody watches", () => feed.size === 0);
  });

  test("goes on after it could not look, and says meanwhile that it is there", async () => {
    let fails = true;
    const { url } = setUp(() => (fails ? Promise.reject(new Error("no")) : Promise.resolve("{}")));
    const response = await fetch(url);
    const { text, leave } = await readUntil(response, /nothing to tell/);
    expect(text).not.toContain("event:");
    await leave();
    fails = false;
    await (await readUntil(await fetch(url), /event: status/)).leave();
  });

  test("takes no more than 200, and eight of one holder, whose oldest one ends for a newer one", async () => {
    const feed = new LiveFeed(() => Promise.resolve("{}"));
    cleanUp(() => feed.close());
    for (let at = 0; at < 50; at++) feed.open("somebody", () => true);
    expect(feed.size).toBe(8);
    for (let at = 0; at < 192; at++) feed.open(`other ${at}`, () => true);
    expect(() => feed.open("one more", () => true)).toThrow("200 watch already");
    feed.open("somebody", () => true);
    expect(feed.size).toBe(200);
  });

  test("keeps on telling others when nobody can say whether one may still hear, and tells that one nothing meanwhile", async () => {
    const feed = new LiveFeed(() => Promise.resolve("{}"), 20);
    cleanUp(() => feed.close());
    const one = feed.open("one", () => Promise.reject(new Error("a server is gone")));
    const { text, leave } = await readUntil(
      feed.open("other", () => true),
      /event: status.*event: status/s,
    );
    expect(text).toContain("data: {}");
    const told = await readUntil(one, /nothing to tell.*nothing to tell/s);
    expect(told.text).not.toContain("data: {}");
    await Promise.all([leave(), told.leave()]);
    expect(feed.size).toBe(0);
  });
});
