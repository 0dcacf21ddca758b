/**
 * Plays a day of 7 thousand, 70 thousand, 700 thousand and 7 million people, event by event, and prints what to set for each,
 * how long reports wait, and what limits first. What a picture costs is taken from docs/figures.md and docs/benchmarks.md.
 * Ten seconds; docs/scaling.md says what follows.
 *
 *   bun scripts/scaling.ts [--people 7000,70000] [--seed <seed>] [--scale 10] [--json] [--write]
 *   bun scripts/scaling.ts --peak-share 50 --peak-hours 1    one peak, given as to `ocr-eco plan`, instead of two
 *   bun scripts/scaling.ts --check    also loads a service of its own for a minute, and plays exactly that
 *   bun scripts/scaling.ts --redis    also measures what a report costs a Redis server (a minute; needs redis-server)
 *
 * `--scale` has days of more than a million people played by one machine of so many, with one report of so many.
 * `--loading` and `--answering` are how long pictures' servers and Laravel take, median and p95 in ms, which is assumed.
 */
import { parseArgs } from "node:util";
import { Figures } from "./common/figures.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { program } from "./rig/serving.ts";
import { check } from "./scaling/check.ts";
import { playDay } from "./scaling/day.ts";
import { assumed, measured } from "./scaling/measured.ts";
import { measureRedis } from "./scaling/redis-cost.ts";
import { planFor } from "./scaling/sizes.ts";
import { checkRows, dayRows, redisRows, settingsRows, theoryRows } from "./scaling/tables.ts";
import { againstTheory } from "./scaling/theory.ts";

const { values: options } = parseArgs({
  options: {
    people: { type: "string", default: "7000,70000,700000,7000000" },
    seed: { type: "string", default: "1" },
    scale: { type: "string", default: "10" },
    "peak-share": { type: "string" },
    "peak-hours": { type: "string", default: "2" },
    loading: { type: "string" },
    answering: { type: "string" },
    check: { type: "boolean", default: false },
    redis: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const { seed } = options;
const scale = wholeFrom1("scale", options.scale);
const people = options.people.split(",").map((each) => wholeFrom1("people", each));
/** What `ocr-eco plan` plans for when it is told nothing else, and the steeper peak of its examples. */
const peaks =
  options["peak-share"] === undefined
    ? ([
        [20, 2],
        [50, 1],
      ] as const)
    : ([[Number(options["peak-share"]), Number(options["peak-hours"])]] as const);
/** Above so many people a day is scaled: below it is played in a few seconds. */
const mostPlayedWhole = 1_000_000;

const figures = new Figures("scaling", { ...options, program });
const cost = measured();
const show = (title: string, rows: Record<string, Record<string, string | number>>): void => {
  figures.keep({ title, rows });
  if (options.json) return;
  console.log(`\n${title}`);
  console.table(rows);
};

if (!options.json) console.log(`seed ${seed}`);
const reports = 400_000;
show(
  `Mean waits that queueing theory knows, in service times, and simulated ones of ${reports} reports, seed ${seed}`,
  theoryRows(againstTheory(seed, reports)),
);
for (const [peakShare, peakHours] of peaks) {
  const plans = people.map((usersPerDay) =>
    planFor({ usersPerDay, picturesPerUser: 1, peakShare, peakHours }, cost),
  );
  const when = `${peakShare} % of a day within ${peakHours === 1 ? "an hour" : `${peakHours} hours`}`;
  show(`What to set: ${when}`, settingsRows(plans, cost));
  const play = {
    seed,
    loading: milliseconds("loading", options.loading, assumed.loading),
    answering: milliseconds("answering", options.answering, assumed.answering),
    failoverSeconds: assumed.failoverSeconds,
  };
  const played = plans.map((plan) => {
    const own = plan.demand.usersPerDay > mostPlayedWhole ? scale : 1;
    return playDay(plan, cost, { ...play, scale: own, seed: `${seed}/${plan.demand.usersPerDay}` });
  });
  show(
    `Those who send within the peak: ${when}; an instance dies, and a shared queue is away for ${play.failoverSeconds} s`,
    dayRows(played),
  );
}
if (options.redis) {
  const [count, perSecond] = [600, 60];
  const costs = {
    "1 instance": await measureRedis(count, perSecond, 1),
    "4 instances": await measureRedis(count, perSecond, 4),
    "8 instances": await measureRedis(count, perSecond, 8),
  };
  show(`What a report costs Redis: ${count} reports, ${perSecond} a second`, redisRows(costs));
}
if (options.check) {
  const checked = await check(seed, cost.p95ToMedian);
  const { reports: count, workers, perMinuteBefore, perMinuteMeanwhile } = checked;
  show(
    `A measured run and the same one simulated: ${count} reports, ${workers} workers, ${Math.round(perMinuteBefore)} pictures a minute before, ${Math.round(perMinuteMeanwhile)} in it`,
    checkRows(checked),
  );
}
if (options.json) console.log(JSON.stringify({ seed, parts: figures.parts }, null, 2));
figures.end();

/** Two times as seconds: median and p95. */
function milliseconds(
  name: string,
  text: string | undefined,
  usual: readonly [number, number],
): readonly [number, number] {
  if (text === undefined) return usual;
  const [median, p95] = text.split(",").map((each) => wholeFrom1(name, each));
  if (median === undefined || p95 === undefined || p95 < median)
    throw new Error(`--${name} must be a median and a p95 in milliseconds, as in 100,400.`);
  return [median / 1000, p95 / 1000];
}
