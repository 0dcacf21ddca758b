import { signal } from "@preact/signals";
import type { listAudit } from "../../../api/audit.ts";
import type { Heard } from "../../../api/endpoint.ts";
import { ask } from "../ask.ts";
import type { Filter } from "./filter.ts";

type Page = Heard<typeof listAudit>;
export type Entry = Page["entries"][number];

export interface Listed {
  readonly entries: readonly Entry[];
  /** Where older ones begin; `null` where there are none. */
  readonly next: string | null;
  /** How far back was looked. */
  readonly backTo: string | null;
  /** Whether no older ones than the first page were asked for. */
  readonly isFirst: boolean;
}

const pageSize = 50;
/** Pages of a job's entries: as many as the whole log has when nothing is found on any. */
const mostPages = 8;

/** The entries that were asked for last; `null` before the first answer. */
export const noted = signal<Listed | null>(null);
/** Why there is no newer answer. */
export const failure = signal<unknown>(null);
/** Counts the questions: an answer to an older one than the last is not shown. */
let asked = 0;

/** What they were asked for by. */
let shownFor: Filter | null = null;

/** Asks for the newest entries that a filter finds; those that another one found are shown no longer. */
export async function learnNoted(narrowed: Filter): Promise<void> {
  if (shownFor !== narrowed) noted.value = null;
  shownFor = narrowed;
  await learn(narrowed, null);
}

/** Asks for those that are older than all that was looked at. */
export async function learnOlder(narrowed: Filter): Promise<void> {
  const shown = noted.value;
  if (shown?.next != null) await learn(narrowed, shown);
}

async function learn(narrowed: Filter, shown: Listed | null): Promise<void> {
  asked++;
  const number = asked;
  try {
    const page = await pageOf(narrowed, shown?.next ?? null);
    if (number !== asked) return;
    noted.value = {
      entries: [...(shown?.entries ?? []), ...page.entries],
      next: page.next,
      backTo: page.looked_at.back_to ?? shown?.backTo ?? null,
      isFirst: shown === null,
    };
    failure.value = null;
  } catch (error) {
    if (number === asked) failure.value = error;
  }
}

/** The entries that name a job: none is older than the job. Rejects with a `Refusal`. */
export async function entriesOf(jobId: string, since: string | null): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let before: string | null = null;
  for (let pages = 0; pages < mostPages; pages++) {
    const page: Page = await pageOf({ about: jobId }, before);
    entries.push(...page.entries);
    before = page.next;
    const back = page.looked_at.back_to;
    if (before === null || (since !== null && back !== null && back < since)) break;
  }
  return entries;
}

function pageOf(narrowed: Filter, before: string | null): Promise<Page> {
  return ask("listAudit", {
    query: { ...narrowed, ...(before === null ? {} : { before }), limit: pageSize },
  });
}
