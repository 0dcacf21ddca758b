import { describe, expect, test } from "bun:test";
import { bar, condensed, sparkline } from "../../cli/output/gauge.ts";
import { painter } from "../../cli/output/terminal.ts";
import { ago, counted, duration, percentOf, size } from "../../cli/output/units.ts";
import { toldFindings } from "../../cli/remote/told-findings.ts";
import { statusScreen } from "../../cli/status/screen.ts";
import { statusWith } from "../support/status.ts";

type Change = Parameters<typeof statusWith>[0];

const names = (change: Change): string[] =>
  toldFindings(statusWith(change)).map(({ name, level }) => `${level} ${name}`);
/** A GPU that is used. */
const card = {
  device: "NVIDIA H100 80GB HBM3",
  not_used_because: null,
  required: false,
  process_bytes: 600e6,
  memory_bytes: 80e9,
  memory_used_bytes: 2e9,
  busy_percent: 17,
  celsius: 38,
};
const paint = painter({ isTTY: true, write() {} });

describe("what ocr-eco status finds", () => {
  test("is nothing where a service is busy and fine", () => {
    expect(toldFindings(statusWith())).toEqual([]);
  });

  test.each<[string, Change, Change]>([
    ["over queue", { queue: { waiting_in_queue: 801 } }, { queue: { waiting_in_queue: 800 } }],
    ["note cpu", { machine: { cpu_percent: 80.1 } }, { machine: { cpu_percent: 80 } }],
    ["over memory", { machine: { memory_percent: 85.1 } }, { machine: { memory_percent: 85 } }],
    ["over disk", { machine: { disk_percent: 90.1 } }, { machine: { disk_percent: 90 } }],
    ["over database", { storage: { database_bytes: 8.1e9 } }, { storage: { database_bytes: 8e9 } }],
    [
      "over waiting",
      { details: { oldest_waiting_seconds: 301 } },
      { details: { oldest_waiting_seconds: 300 } },
    ],
    [
      "over reading",
      { hour: { reading_seconds: { p50: 1, p95: 30.1, p99: 31 } } },
      { hour: { reading_seconds: { p50: 1, p95: 30, p99: 300 } } },
    ],
    [
      "over failed",
      { hour: { read: 98, failed: 2, failed_share: 0.02 } },
      { hour: { read: 198, failed: 2, failed_share: 0.01 } },
    ],
    ["over undelivered", { deliveries: { failed: 3 }, hour: { undelivered: 1 } }, {}],
    ["note undelivered", { deliveries: { failed: 3 } }, {}],
    ["note waited", { hour: { waiting_seconds: { p50: 1, p95: 301, p99: 400 } } }, {}],
    ["over paused", { details: { paused: true } }, {}],
    ["over stands_still", { details: { ready: false, stands_still_seconds: 200 } }, {}],
    ["over not_ready", { details: { ready: false, not_ready_because: "it ends" } }, {}],
    ["over no_workers", { workers: { busy_workers: 0, idle_workers: 0 } }, {}],
    [
      "note no_gpu",
      { details: { gpu: { ...card, device: null, not_used_because: "it died" } } },
      { details: { gpu: card } },
    ],
    [
      "over no_gpu",
      { details: { gpu: { ...card, device: null, not_used_because: "it died", required: true } } },
      { details: { gpu: { ...card, required: true } } },
    ],
    ["over down", { deliveries: { down: ["staging"] } }, {}],
    ["over held", { deliveries: { held: [{ environment: "staging", since: "", reason: "401" }] } }, {}],
    ["note may_lose", { storage: { may_lose: "Redis never syncs." } }, { storage: { may_lose: null } }],
    [
      "note key_to_renew",
      {
        details: {
          keys_to_renew: [{ name: "ops", state: "old", issued: null, age_days: 99, expires: null }],
        },
      },
      {},
    ],
  ])("%s", (name, beyond, within) => {
    expect(names(beyond)).toEqual([name]);
    expect(names(within)).toEqual([]);
  });

  test("is no alarm when a single job failed in a quiet hour", () => {
    expect(names({ hour: { read: 1, failed: 1, failed_share: 0.5 } })).toEqual([]);
    expect(names({ hour: { read: 1, failed: 2, failed_share: 2 / 3 } })).toEqual(["over failed"]);
  });

  test("names the limit of the old guide where that is passed, else the service level, and what to do", () => {
    const [strict] = toldFindings(statusWith({ hour: { read: 970, failed: 30, failed_share: 0.03 } }));
    expect(strict).toMatchObject({ name: "failed", value: 3, limit: 1 });
    const [old] = toldFindings(statusWith({ hour: { read: 90, failed: 10, failed_share: 0.1 } }));
    expect(old).toMatchObject({ limit: 5, what: "10 % of the last hour's jobs failed: 10 of 100" });
    expect(old?.do).toContain("ocr-eco queue list --state failed");
  });

  test("has what needs somebody before what can wait", () => {
    expect(names({ deliveries: { failed: 3 }, machine: { memory_percent: 99 } })).toEqual([
      "over memory",
      "note undelivered",
    ]);
  });
});

describe("the screen", () => {
  const worst: Change = {
    queue: { waiting_in_queue: 999_999, queue_capacity: 1_000_000 },
    details: { instance_env: `a-${"long-".repeat(30)}name`, oldest_waiting_seconds: 999_999 },
    hour: { read: 1_000_000, failed: 900_000, failed_share: 0.47, undelivered: 1 },
    machine: { cpu_percent: 100, memory_percent: 100, disk_percent: 100 },
    deliveries: {
      failed: 99_999,
      pending: 99_999,
      oldest_pending_seconds: 99_999,
      held: [{ environment: "production", since: "", reason: `401 ${"no ".repeat(100)}` }],
      down: ["staging", "production"],
    },
  };
  const seen = { seconds: 2, waiting: [1, 2, 3], cpu: [50, 60], memory: [10] };

  test.each([40, 80, 100, 120, 200])("has no line wider than %i columns", (width) => {
    for (const change of [{}, worst, { details: { gpu: card } }])
      for (const histories of [null, seen]) {
        const status = statusWith(change);
        const screen = { url: "http://127.0.0.1:8000", width, paint, isDrawn: true, histories };
        for (const line of statusScreen(status, toldFindings(status), screen))
          expect(Bun.stringWidth(line), line).toBeLessThanOrEqual(width);
      }
  });

  test("cuts nothing off in 80 columns while things are as they may be", () => {
    const screen = { url: "http://127.0.0.1:8000", width: 80, paint, isDrawn: true, histories: seen };
    expect(statusScreen(statusWith(), [], screen).join("\n")).not.toContain("…");
  });

  test("has a line about the GPU where there is one", () => {
    const screen = { url: "http://127.0.0.1:8000", width: 120, paint, isDrawn: false, histories: null };
    const about = (gpu: typeof card | typeof lost | null): string =>
      statusScreen(statusWith({ details: { gpu } }), [], screen).find((line) => line.includes("gpu")) ?? "";
    const lost = { ...card, device: null, not_used_because: "it died" };
    const unknown = { memory_used_bytes: null, busy_percent: null, celsius: null };
    expect(about(null)).toBe("");
    expect(about(card)).toEndWith("17 %  NVIDIA H100 80GB HBM3  2.0 GB of 80 GB  38 °C");
    expect(about({ ...card, ...unknown } as unknown as typeof card)).toEndWith(
      "NVIDIA H100 80GB HBM3  80 GB",
    );
    expect(about(lost)).toContain("not used");
  });

  test("is drawn of whatever numbers there may be", () => {
    const status = statusWith({
      workers: { total_workers: -1, busy_workers: 7 },
      queue: { waiting_in_queue: 0, queue_capacity: 0 },
      storage: { cache_bytes: 0, cache_limit_bytes: 0, database_limit_bytes: 0 },
      hour: { read_by_minute: [] },
    });
    const screen = { url: "http://127.0.0.1:8000", width: 80, paint, isDrawn: true, histories: null };
    expect(statusScreen(status, toldFindings(status), screen).join("\n")).toContain("queue");
  });

  test("obeys no control characters of the service that it asks", () => {
    const status = statusWith({
      details: {
        paused: true,
        instance_env: "\u001b[2J",
        ready: false,
        not_ready_because: "\u001b]0;x\u0007",
      },
      deliveries: {
        held: [{ environment: "\u001b[1m", since: "", reason: "\r" }],
        down: ["\u009b2J"],
        pending_by_environment: {},
      },
    });
    const plain = {
      url: "http://a",
      width: 120,
      paint: painter({ write() {} }),
      isDrawn: false,
      histories: null,
    };
    expect(statusScreen(status, toldFindings(status), plain).join("")).not.toMatch(/\p{Cc}/u);
  });
});

describe("what is drawn", () => {
  test("a bar is empty or full only where its share is", () => {
    expect([0, 0.001, 0.5, 0.999, 1, 7].map((share) => bar(share, 4))).toEqual([
      "░░░░",
      "▏░░░",
      "██░░",
      "███▉",
      "████",
      "████",
    ]);
  });

  test("a sparkline has its newest value at the right end, and tells nothing from a little", () => {
    expect(sparkline([0, 1, 50, 100], 6)).toBe("  ·▁▄█");
    expect(sparkline([9, 9, 0, 50], 2, 100)).toBe("·▄");
    expect(sparkline([0, 0], 2)).toBe("··");
  });

  test("minutes are put together evenly, the newest never of fewer", () => {
    expect(condensed([1, 2, 3, 4, 5], 2)).toEqual([3, 12]);
    expect(condensed([1, 2], 9)).toEqual([1, 2]);
  });

  test("times, sizes and shares are said as people say them", () => {
    expect([0.412, 0.999, 12, 252, 11_100, 187_200, 3600].map(duration)).toEqual([
      "0.41 s",
      "1.0 s",
      "12 s",
      "4 min 12 s",
      "3 h 5 min",
      "2 d 4 h",
      "1 h",
    ]);
    expect([0, 999, 1400, 312e6, 1.44e9].map(size)).toEqual(["0 B", "999 B", "1.4 kB", "312 MB", "1.4 GB"]);
    expect([0, 0.44, 12.4].map(percentOf)).toEqual(["0 %", "0.4 %", "12 %"]);
    expect([counted(1, "job"), counted(2000, "job")]).toEqual(["1 job", "2 000 jobs"]);
    expect([ago(null, 0), ago("1970-01-01T00:00:00Z", 61_000), ago("1970-01-01T00:00:00Z", 400)]).toEqual([
      "",
      "1 min 1 s ago",
      "just now",
    ]);
  });
});
