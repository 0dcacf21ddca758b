import { expect } from "bun:test";
import { type LoadtestDocument, loadtestSchema } from "../../cli/loadtest/document.ts";
import { freePort } from "../../scripts/rig/free-port.ts";
import { appStatusSchema } from "../../src/api/app-status.ts";
import type { Ended } from "./cli.ts";
import { apiKey, quickService } from "./service.ts";

/** A service whose results of load tests go to `port`. */
export const loadable = (port: number, more: Readonly<Record<string, string>> = {}) =>
  quickService({
    LARAVEL_API_URL_LOADTEST: `http://127.0.0.1:${port}`,
    MAX_QUEUE_SIZE: "100000",
    WORKER_COUNT: "2",
    ...more,
  });

/** Has a load test serve pictures and take results on a port that no other one has; by itself it always has the same. */
export const listening = (): string[] => ["--listen", `127.0.0.1:${freePort()}`];

/** How many jobs a service has taken in. */
export async function jobsOf(url: string): Promise<number> {
  const answer = await fetch(`${url}/app-status`, { headers: { "x-api-key": apiKey } });
  const { details } = appStatusSchema.parse(await answer.json());
  return Object.values(details?.jobs ?? {}).reduce((sum, count) => sum + count, 0);
}

/** The document of a load test in JSON, whose reports add up and which has no member outside of its schema. */
export function documentOf({ stdout }: Ended): LoadtestDocument {
  const document: unknown = JSON.parse(stdout);
  const known = loadtestSchema.parse(document);
  // The schema lets unknown members pass; a member that is not in it is not documented.
  expect(known).toEqual(document as LoadtestDocument);
  const { sent, accepted, refused, unanswered, given_up: givenUp } = known.reports;
  expect(accepted + refused + unanswered + givenUp).toBe(sent);
  return known;
}
