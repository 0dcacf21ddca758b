import { randomBytes } from "node:crypto";
import { z } from "zod";
import { loadTestEnvironment } from "../../src/queue/load-tests.ts";
import type { KnownStatus } from "../../src/service/findings.ts";
import type { Io } from "../common/io.ts";
import { outputFile } from "../common/output-file.ts";
import { tell } from "../output/terminal.ts";
import { Remote } from "../remote/remote.ts";
import { statusOf } from "../remote/service-status.ts";
import { checkCondition, isPassed, parseCondition } from "./conditions.ts";
import { Display } from "./display.ts";
import { type LoadtestDocument, loadtestSchema } from "./document.ts";
import { notEnded } from "./ended.ts";
import { findLimit } from "./find-limit.ts";
import type { Ledger } from "./ledger.ts";
import { listenFor, ownListen } from "./listen.ts";
import { type Measurement, measure, type Setting } from "./measure.ts";
import { checkOptions, type LoadtestOptions, loadOf } from "./options.ts";
import { OwnService } from "./own-service.ts";
import { loadtestPage } from "./page.ts";
import { picturesFor } from "./pictures.ts";
import { recordsText } from "./records.ts";
import { StandIn } from "./stand-in.ts";
import { type Context, summarise } from "./summary.ts";
import { checkInstance, findWay, type Target } from "./target.ts";
import { loadtestText } from "./text.ts";

/** Prints the JSON Schema of the document that `loadtest --json` prints. */
export function printSchema(io: Io): void {
  // Not "output", which forbids unknown members: documents of later versions have more of them.
  io.stdout.write(`${JSON.stringify(z.toJSONSchema(loadtestSchema, { io: "input" }), null, 2)}\n`);
}

/** Loads a service, prints how it did, and returns the exit status. */
export async function loadtest(options: LoadtestOptions, io: Io): Promise<number> {
  checkOptions(options);
  const conditions = (options.failIf ?? []).map(parseCondition);
  const pictures = picturesFor(options.images);
  const page = options.html === undefined ? null : outputFile(options.html, "The page", []);
  const records = options.records === undefined ? null : outputFile(options.records, "The records", []);
  const remote = options.self === true ? null : Remote.from(options);
  const known = remote === null ? null : await checkInstance(remote, options, io);
  if (remote !== null && known === null) {
    tell(io.stderr, "Nothing was loaded.");
    return 1;
  }
  const listen = remote === null ? ownListen : await listenFor(remote, options);
  const standIn = StandIn.open(pictures, { isUnique: options.cached !== true, ...listen });
  const display = new Display(options.json === true ? null : io);
  let own: OwnService | null = null;
  try {
    if (remote === null) {
      display.say("starting a service");
      own = await OwnService.start(standIn.url, display.signal);
    }
    const asked = remote ?? Remote.at(own?.url ?? "", own?.key ?? "");
    const status = known ?? (await statusOf(asked));
    const { found, ledger } = await loaded(options, asked, status, standIn, display, {
      from: options.images ?? "drawn",
      count: pictures.length,
      unique: options.cached !== true,
    });
    const document = {
      ...found,
      service: { ...found.service, own: own !== null },
      conditions: conditions.map((each) => checkCondition(each, found)),
    };
    display.close();
    print(document, options, io);
    page?.write(loadtestPage(document));
    records?.write(recordsText(ledger, options.records ?? ""));
    return exitOf(document);
  } finally {
    display.close();
    await own?.stop();
    await standIn.close();
  }
}

async function loaded(
  options: LoadtestOptions,
  remote: Remote,
  status: KnownStatus,
  standIn: StandIn,
  display: Display,
  pictures: Context["pictures"],
): Promise<{ readonly found: Omit<LoadtestDocument, "conditions">; readonly ledger: Ledger }> {
  const { signal } = display;
  const run = randomBytes(4).toString("hex");
  display.say(`asking ${remote.url} for one report`);
  const target = await targetOf(options, remote, standIn, run, signal);
  notEnded(signal);
  const setting: Setting = {
    remote,
    standIn,
    environment: target.environment,
    way: options.acceptOnly === true ? "accepted" : target.way,
    patience: options.patience,
    isRecording: options.records !== undefined,
    signal,
  };
  display.begin(remote.url, target.notes);
  if (options.warmUp > 0) {
    const load = {
      connections: options.connections,
      reports: options.warmUp,
      seconds: null,
      perSecond: options.rate ?? null,
    };
    await measure(load, setting, `${run}-warm`, (progress) => display.follow("warming up", progress));
    notEnded(signal);
  }
  const { measurement, limit } = await measured(options, setting, run, display);
  const found = summarise(measurement, {
    service: {
      url: remote.url,
      version: status.version,
      instance_env: status.details.instance_env,
      workers: status.workers.total_workers,
      own: false,
    },
    way: setting.way,
    notes: [...target.notes],
    pictures,
    limit,
    warmUp: options.warmUp,
  });
  return { found, ledger: measurement.ledger };
}

async function measured(
  options: LoadtestOptions,
  setting: Setting,
  run: string,
  display: Display,
): Promise<{ measurement: Measurement; limit: LoadtestDocument["limit"] }> {
  const load = loadOf(options);
  if (options.findLimit === true) {
    const search = { connections: options.connections, seconds: load.seconds ?? 0, run };
    const { found, measurement } = await findLimit(search, setting, (progress, steps) =>
      display.follow(`looking for the limit, step ${steps.length + 1}`, progress),
    );
    return { measurement, limit: found };
  }
  const measurement = await measure(load, setting, run, (progress) => display.follow("", progress));
  return { measurement, limit: null };
}

async function targetOf(
  { self, acceptOnly, environment }: LoadtestOptions,
  remote: Remote,
  standIn: StandIn,
  run: string,
  signal: AbortSignal,
): Promise<Target> {
  if (self === true) return { way: "delivered", environment: loadTestEnvironment, notes: [] };
  if (acceptOnly === true) return { way: "polled", environment: environment ?? null, notes: [] };
  return findWay(remote, standIn, run, environment, signal);
}

function print(document: LoadtestDocument, { json }: LoadtestOptions, io: Io): void {
  if (json === true) {
    for (const note of document.notes) tell(io.stderr, note);
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    io.stdout.write(loadtestText(io.stdout, document));
  }
}

/** What nobody wants of a service makes it 1, asked for or not. */
function exitOf({ reports, conditions, ended, limit }: LoadtestDocument): number {
  const { lost, wrong, duplicate, undelivered, accepted } = reports;
  const isBroken =
    accepted === 0 || lost + wrong + duplicate + undelivered > 0 || !conditions.every(isPassed);
  return isBroken || ended !== "complete" || limit?.per_second === null ? 1 : 0;
}
