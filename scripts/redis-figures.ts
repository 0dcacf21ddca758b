/**
 * Prints what a queue in Redis reaches, beside what the project promises: submissions and ends a second, pictures a minute
 * beside SQLite, and what nginx and three instances leave of the rate of one. Some four minutes on 2 cores; loopback only; needs
 * redis-server and nginx.
 *
 *   bun scripts/redis-figures.ts [--jobs 5000] [--rounds 3] [--json] [--write]
 *
 * Instances are dist/ocr-eco, which `bun run build` makes. All of them, the servers and the load share the cores of one machine: of
 * several machines nothing is measured. What memory a kept job takes is printed by test/queue/redis/memory.test.ts.
 */
import { parseArgs } from "node:util";
import { median } from "../src/reading/median.ts";
import { inRedisWith, oursRound, singlesRound } from "./bench-queue/ours.ts";
import { Figures } from "./common/figures.ts";
import { noLess, none } from "./common/target.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { behindNginx, directly } from "./redis-figures/measure.ts";
import { freePort } from "./rig/free-port.ts";
import { RedisServer } from "./rig/redis-server.ts";
import { program } from "./rig/serving.ts";
import { measureJourney, pictureFolder } from "./service-figures/measure.ts";

const { values: options } = parseArgs({
  options: {
    jobs: { type: "string", default: "5000" },
    rounds: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const jobs = wholeFrom1("jobs", options.jobs);
const rounds = wholeFrom1("rounds", options.rounds);
const figures = new Figures("redis-figures", { ...options, program });

/** The least of each that is promised, by when Redis syncs its file. */
const promised = {
  always: { submissions: 4000, ends: 1500 },
  everysec: { submissions: 10_000, ends: 8000 },
} as const;
for (const sync of ["always", "everysec"] as const) {
  const open = inRedisWith("--appendfsync", sync);
  const submitted = await rateOf(async () => (await singlesRound(open, "", jobs, 50))["enqueue"]);
  const ended = await rateOf(async () => (await oursRound(open, "", jobs, 50, "delivery"))["finish"]);
  figures.add(`The queue alone, appendfsync ${sync}`, [
    noLess("submissions a second, one by one, 50 at the same time", submitted, promised[sync].submissions),
    noLess("ends with a delivery a second, 50 at the same time", ended, promised[sync].ends),
  ]);
}

const direct: number[] = [];
const balanced: number[] = [];
for (let round = 0; round < rounds; round++) {
  direct.push(await directly());
  balanced.push(await behindNginx(3));
}
const share = Math.round((1000 * median(balanced)) / median(direct)) / 10;
figures.add("Reports a second over HTTP, 50 connections, each on disk before its 202", [
  none("one instance, asked itself", String(Math.round(median(direct)))),
  none("three behind nginx, on the same cores", String(Math.round(median(balanced)))),
  noLess("the second, beside the first", share, 70, "%"),
]);

const [inSqlite, inRedis] = await journeys();
const ratio = Math.round((1000 * inRedis) / inSqlite) / 10;
figures.add("Pictures a minute, 2 workers, cache off", [
  none("with SQLite", String(inSqlite)),
  none("with Redis", String(inRedis)),
  noLess("the second, beside the first", ratio, 95, "%"),
]);
if (options.json) console.log(JSON.stringify({ program, parts: figures.parts }, null, 2));
figures.end();

/** Jobs a second: the median of some rounds, behind one that does not count: a program that was just started compiles what it runs often. */
async function rateOf(secondsOf: () => Promise<number | undefined>): Promise<number> {
  const all: number[] = [];
  await secondsOf();
  for (let round = 0; round < rounds; round++) all.push(jobs / ((await secondsOf()) ?? Number.NaN));
  return Math.round(median(all));
}

/** With either queue in turn, each of them first as often as the other: medians. */
async function journeys(): Promise<readonly [number, number]> {
  const [sqlite, redis]: [number[], number[]] = [[], []];
  const server = new RedisServer([], freePort());
  await server.start();
  try {
    for (let round = 0; round < rounds; round++) {
      const QUEUE_URL = server.url("", `/0?prefix=round-${round}`);
      const both = [
        { settings: {}, rates: sqlite },
        { settings: { QUEUE_URL }, rates: redis },
      ];
      for (const { settings, rates } of round % 2 === 0 ? both : both.toReversed())
        rates.push((await measureJourney(pictureFolder(), 3, settings)).perMinute);
    }
    return [median(sqlite), median(redis)];
  } finally {
    await server.remove();
  }
}
