import { expect } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixture } from "../../scripts/common/fixtures.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { executed } from "./io.ts";
import { pretender } from "./pretender.ts";
import { reviewer } from "./reviewer.ts";
import { quickService } from "./service.ts";

export const anna = "anna-key-0123456789-0123456789";
export const looks = "looks-key-0123456789-0123456789";
export const samsung = readFileSync(fixture("images/samsung-daily-activity-en-light.png"));
export const fitbit = readFileSync(fixture("images/fitbit-home-cards-en-light.png"));

export const hashOf = (bytes: Uint8Array): string =>
  new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
export const nameOf = (bytes: Uint8Array): string => `${hashOf(bytes).slice(0, 16)}.png`;

/** A service whose people decide about pictures without a count: to its workers, no picture has one. */
export function started(): Promise<RunningService> {
  return quickService({
    API_KEYS: `anna:${anna}:review:unlimited:2026-11-01,looker:${looks}:look:unlimited:2026-11-01`,
    REVIEW_OF: "no_steps",
    REVIEW_DELIVER: "none",
  }).start();
}

/** Has a picture reported, and anna decide about it. Gives back its job's id. */
export async function decided(
  running: RunningService,
  report_id: number,
  bytes: Uint8Array,
  verdict: object,
) {
  running.pictures.serve(`${report_id}.png`, bytes);
  const { body } = await running.submit({
    report_id,
    user_id: 4711,
    s3_url: running.pictures.url(`${report_id}.png`),
  });
  await running.settled();
  const id = String(body["job_id"]);
  expect(await reviewer(running, anna).decide(id, verdict)).toMatchObject({ status: 200 });
  return id;
}

export const undo = (running: RunningService, id: string) =>
  reviewer(running, anna).ask("POST", `/admin/review/${id}/undo`);

export async function exportInto(folder: string, { url }: Pick<RunningService, "url">, ...words: string[]) {
  const ended = await executed(["review", "export", folder, "--json", "--url", url, ...words], {
    env: { API_KEY: looks },
  });
  return { ...ended, exported: JSON.parse(ended.stdout || "{}") as Record<string, unknown> };
}

/** A service that answers as another one, but where `other` has an answer for a path. */
export function through(
  { url }: RunningService,
  other: (path: string) => Response | Promise<Response> | null,
) {
  return pretender(async (request) => {
    const { pathname, search } = new URL(request.url);
    const answer = other(pathname);
    return answer === null
      ? fetch(`${url}${pathname}${search}`, { headers: { "x-api-key": looks } })
      : answer;
  });
}

export const labelsIn = (folder: string) => JSON.parse(readFileSync(join(folder, "labels.json"), "utf8"));
export const change = (folder: string, labels: object): void =>
  writeFileSync(join(folder, "labels.json"), JSON.stringify(labels));
