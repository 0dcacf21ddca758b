import { signal } from "@preact/signals";
import type { Heard } from "../../../api/endpoint.ts";
import type { listJobs } from "../../../api/jobs.ts";
import { ask } from "../ask.ts";
import { asAsked, type Filter } from "./filter.ts";

export type ShownJob = Heard<typeof listJobs>["jobs"][number];

interface Listed {
  readonly jobs: readonly ShownJob[];
  readonly more: boolean;
}

const pageSize = 50;

/** The jobs that were asked for last; `null` before the first answer. */
export const listed = signal<Listed | null>(null);
/** Why there is no newer answer. */
export const failure = signal<unknown>(null);
/** Counts the questions: an answer to an older one than the last is not shown. */
let asked = 0;

/** What they were asked for by. */
let shownFor: Filter | null = null;

/** Asks for the newest jobs that a filter finds; those that another one found are shown no longer. */
export async function learnJobs(narrowed: Filter): Promise<void> {
  if (shownFor !== narrowed) listed.value = null;
  shownFor = narrowed;
  await learn(narrowed, [], {});
}

/** Asks for those that came in before the ones that are shown. */
export async function learnOlder(narrowed: Filter): Promise<void> {
  const shown = listed.value?.jobs ?? [];
  const last = shown.at(-1);
  if (last !== undefined) await learn(narrowed, shown, { before: last.job_id });
}

async function learn(
  narrowed: Filter,
  shown: readonly ShownJob[],
  further: { readonly before?: string },
): Promise<void> {
  asked++;
  const number = asked;
  try {
    const { jobs, more } = await ask("listJobs", {
      query: { ...asAsked(narrowed), ...further, limit: pageSize } as never,
    });
    if (number !== asked) return;
    listed.value = { jobs: [...shown, ...jobs], more };
    failure.value = null;
  } catch (error) {
    if (number === asked) failure.value = error;
  }
}
