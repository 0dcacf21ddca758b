/**
 * Prints what the service reaches, beside what the project promises: start, submissions, the whole way of a picture,
 * memory, and what it costs while nobody asks. About three minutes on 2 cores; loopback only.
 *
 *   bun scripts/service-figures.ts [--json] [--write]
 *
 * It measures dist/ocr-eco where that was built, else the source. `ab` (Debian: apache2-utils) is used where it is.
 */
import { parseArgs } from "node:util";
import { Figures } from "./common/figures.ts";
import { noLess, noMore, none } from "./common/target.ts";
import { program } from "./rig/serving.ts";
import {
  measureAb,
  measureIdle,
  measureJourney,
  measureQueue,
  measureStart,
  measureSubmissions,
  pictureFolder,
} from "./service-figures/measure.ts";

const { values: options } = parseArgs({
  options: { json: { type: "boolean", default: false }, write: { type: "boolean", default: false } },
});
const figures = new Figures("service-figures", { ...options, program });

if (!options.json) console.log(`Measured: ${program.join(" ")}`);
figures.add("Start", [noMore("from the start to /ready", await measureStart(5), 1500, "ms")]);
const submissions = await measureSubmissions(5);
const failedOfAb = await measureAb();
figures.add("Submissions, 50 connections, each on disk before its 202", [
  noLess("reports a second", submissions.perSecond, 6000),
  noMore("p99", submissions.p99Ms, 20, "ms"),
  noMore("memory of the server process right after them", submissions.residentMb, 120, "MB"),
  failedOfAb === null
    ? none("ab -n 1000 -c 50", "ab is not installed")
    : noMore("ab -n 1000 -c 50, failed requests", failedOfAb, 0),
]);
const queue = await measureQueue();
figures.add("The queue alone: enqueue, claim and finish, each durable, in batches", [
  noLess("jobs a second", queue.ours, 15_000),
  noLess("  beside plainjob, in batches that we put around it", queue.ours, queue.plainjob),
  noLess("  beside plainjob as its own worker does it", queue.ours, queue.plainjobItself),
]);
const journey = await measureJourney(pictureFolder(), 5);
figures.add(`The whole way: ${journey.pictures} pictures, 2 workers, cache off`, [
  none(
    "pictures a minute, the first fifth, of workers that have just been started",
    String(journey.perMinuteAtFirst),
  ),
  noLess("pictures a minute from then on, from POST to acknowledged webhook", journey.perMinute, 700),
  noMore("memory of the server process after them", journey.residentMb, 120, "MB"),
]);
figures.add("Idle", [noMore("processor, server and workers", await measureIdle(20), 1, "% of a core")]);

if (options.json) console.log(JSON.stringify({ program, sections: figures.sections }, null, 2));
figures.end();
