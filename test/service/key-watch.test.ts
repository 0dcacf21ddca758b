import { describe, expect, test } from "bun:test";
import { until } from "../../scripts/rig/processes.ts";
import { apiKey } from "../../scripts/rig/running-service.ts";
import { parseKeys } from "../../src/config/keys.ts";
import { KeyWatch } from "../../src/service/key-watch.ts";
import { quickService } from "../support/service.ts";

/** An ISO day so many days from now, far enough from where states change that midnight does not matter. */
const day = (away: number): string => new Date(Date.now() + away * 86_400_000).toISOString().slice(0, 10);
const long = "0123456789-0123456789-0123456789";

describe("keys that should be changed for others", () => {
  test("are named in the log at the start and after a reload, and in /app-status to who has a key", async () => {
    const keys = [
      `fresh:a-${long}:read:unlimited:${day(-10)}`,
      `aged:b-${long}:read:unlimited:${day(-100)}`,
      `ending:c-${long}:read:unlimited:${day(-10)}:${day(7)}`,
      `over:d-${long}:read:unlimited:${day(-100)}:${day(-7)}`,
    ];
    const running = await quickService({ API_KEYS: keys.join() }).start();
    const named = () =>
      running
        .lines()
        .filter(({ level, state }) => level === "warn" && state !== undefined)
        .map(({ name, state }) => `${name} ${state}`);
    const all = ["aged old", "ending expiring", "over expired"];
    expect(named()).toEqual(all);
    const shown = (await running.details()).keys_to_renew;
    expect(shown.map(({ name, state }) => `${name} ${state}`)).toEqual(all);
    expect(shown[1]).toMatchObject({ issued: day(-10), expires: day(7) });
    const stranger = await (await fetch(`${running.url}/app-status`)).text();
    expect(stranger).not.toContain("aged");
    running.signal("SIGHUP");
    await until("it has reloaded", () => running.logged("reloaded").length > 0);
    expect(named()).toEqual([...all, ...all]);
    for (const secret of [apiKey, long]) expect(running.log).not.toContain(secret);
  });

  test("are named each day once", () => {
    let today = "2026-11-24";
    const said: string[] = [];
    const watch = new KeyWatch({
      keys: () => parseKeys(`aged:${long}:read:unlimited:2026-01-01`, ",", false),
      today: () => today,
      log: { debug() {}, info() {}, error() {}, warn: (_, message) => said.push(message) },
    });
    watch.tell();
    watch.look();
    expect(said).toHaveLength(1);
    today = "2026-11-25";
    watch.look();
    watch.look();
    expect(said).toHaveLength(2);
  });
});

test("a short key lets in, and is named in the log; nothing is known of one whose hash is kept", async () => {
  const hash = "ab".repeat(32);
  const running = await quickService({
    API_KEY: "short",
    API_KEYS: `23:${long.slice(0, 23)}:read:unlimited:${day(0)},24:${long.slice(0, 24)}:read:unlimited:${day(0)}`,
  }).start();
  const short = running.logged("a key is short: make a longer one when its callers can change");
  expect(short.map(({ name }) => name)).toEqual(["default", "23"]);
  const ask = await running.fetch("/admin/jobs", { headers: { "x-api-key": "short" } });
  expect(ask.status).toBe(200);
  expect(parseKeys(`hashed:${hash}:read:unlimited:2026-11-01`, "\n", true)[0]?.length).toBeNull();
});
