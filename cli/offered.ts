import { loadEnvironmentNames } from "../src/config/environment.ts";
import { deliveriesSchema, jobsSchema } from "../src/http/schemas.ts";
import { briefId } from "../src/queue/brief-id.ts";
import type { DeliveryState } from "../src/queue/delivery.ts";
import type { JobState } from "../src/queue/job.ts";
import type { Offer } from "./completable.ts";
import { Remote } from "./remote.ts";

/** How long somebody who pressed a key waits, in milliseconds. */
const patience = 1000;
const mostOffered = 50;

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
  const found = await (offer === "environments" ? environments() : ids(offer, words)).catch(() => []);
  return found.map((each) => `${each}\n`).join("");
}

async function environments(): Promise<string[]> {
  return [...loadEnvironmentNames()];
}

async function ids(offer: "jobs" | "deliveries", words: readonly string[]): Promise<string[]> {
  const remote = Remote.from(remoteIn(words));
  const signal = AbortSignal.timeout(patience);
  const [, verb = ""] = words;
  const path = (of: string, state?: string): string =>
    `/admin/${of}?limit=${mostOffered}${state === undefined ? "" : `&state=${state}`}`;
  if (offer === "jobs") {
    const states = jobStatesFor[verb] ?? [undefined];
    const lists = await Promise.all(
      states.map((state) => remote.get(path("jobs", state), jobsSchema, signal)),
    );
    return lists.flatMap(({ jobs }) =>
      jobs.map((job) => `${briefId(job.job_id)}\t${job.state}, report ${job.report_id}`),
    );
  }
  const states = deliveryStatesFor[verb] ?? deliveryStatesElse;
  const lists = await Promise.all(
    states.map((state) => remote.get(path("webhooks", state), deliveriesSchema, signal)),
  );
  return lists.flatMap(({ deliveries }) =>
    deliveries.map((each) => `${briefId(each.webhook_id)}\t${each.state}, report ${each.report_id}`),
  );
}

/** The service and the key that a command line names. A shell that breaks words at `:` and `=` has them put together again. */
function remoteIn(words: readonly string[]): { url?: string; key?: string } {
  const line = words.join(" ").replace(/ ?([:=]) ?/g, "$1");
  const wordBehind = (name: string): string | undefined => new RegExp(`--${name}[ =](\\S+)`).exec(line)?.[1];
  const [url, key] = [wordBehind("url"), wordBehind("key")];
  return { ...(url === undefined ? {} : { url }), ...(key === undefined ? {} : { key }) };
}
