import { loadEnvironmentNames } from "../../src/config/environment.ts";
import { readSettingsFrom } from "../../src/config/variables.ts";
import { briefId } from "../../src/queue/brief-id.ts";
import { type DeliveryState, deliveryIdForm } from "../../src/queue/delivery.ts";
import { type JobState, jobIdForm } from "../../src/queue/job.ts";
import { printable } from "../output/terminal.ts";
import { Remote } from "../remote/remote.ts";
import type { Offer } from "./completable.ts";

/** How long somebody who pressed a key waits, in milliseconds. */
const patience = 1000;
const some = { limit: 50 };

/** Of jobs and deliveries, those that a command can do something about; any other one takes all. */
const jobStatesFor: Readonly<Record<string, readonly JobState[]>> = {
  retry: ["failed", "cancelled"],
  cancel: ["waiting", "active", "retrying"],
};
const deliveryStatesFor: Readonly<Record<string, readonly DeliveryState[]>> = {
  redeliver: ["failed", "dismissed"],
  dismiss: ["failed"],
};
const deliveryStatesElse: readonly DeliveryState[] = ["failed", "pending", "delivered"];

/**
 * What may stand behind the words of a command line, a line for each, with what is said about it behind a tabulator. Nothing
 * where it cannot be known at once, for whatever reason: who types is not told of that.
 */
export async function offered(offer: Offer, words: readonly string[]): Promise<string> {
  const found = await known(offer, words).catch(() => []);
  return found.map((each) => `${each}\n`).join("");
}

async function known(offer: Offer, words: readonly string[]): Promise<readonly string[]> {
  const { url, key, file } = placeIn(words);
  if (file !== undefined) readSettingsFrom(file);
  if (offer === "environments") return loadEnvironmentNames();
  const remote = Remote.from({
    ...(url === undefined ? {} : { url }),
    ...(key === undefined ? {} : { key }),
  });
  return offer === "jobs" ? jobs(remote, words[1]) : deliveries(remote, words[1]);
}

async function jobs(remote: Remote, verb = ""): Promise<string[]> {
  const states = jobStatesFor[verb] ?? [undefined];
  const signal = AbortSignal.timeout(patience);
  const lists = await Promise.all(
    states.map((state) => remote.ask("listJobs", { query: { ...some, state } }, { signal })),
  );
  return lists
    .flatMap((list) => list.jobs)
    .flatMap(({ job_id: id, state, report_id }) => line(id, jobIdForm, `${state}, report ${report_id}`));
}

async function deliveries(remote: Remote, verb = ""): Promise<string[]> {
  const states = deliveryStatesFor[verb] ?? deliveryStatesElse;
  const signal = AbortSignal.timeout(patience);
  const lists = await Promise.all(
    states.map((state) => remote.ask("listDeliveries", { query: { ...some, state } }, { signal })),
  );
  return lists
    .flatMap((list) => list.deliveries)
    .flatMap(({ webhook_id: id, state, report_id }) =>
      line(id, deliveryIdForm, `${state}, report ${report_id}`),
    );
}

/** Shells may run what they are offered: what is no id, they are not given, whatever service it came from. */
function line(id: string, form: RegExp, about: string): string[] {
  return form.test(id) ? [`${briefId(id)}\t${printable(about)}`] : [];
}

/**
 * The service, the key and the settings that a command line names. A shell that breaks words at `:` and `=` has them put
 * together again.
 */
function placeIn(words: readonly string[]): Record<"url" | "key" | "file", string | undefined> {
  const typed = words.join(" ").replace(/ ?([:=]) ?/g, "$1");
  const wordBehind = (name: string): string | undefined => new RegExp(`--${name}[ =](\\S+)`).exec(typed)?.[1];
  return { url: wordBehind("url"), key: wordBehind("key"), file: wordBehind("env-file") };
}
