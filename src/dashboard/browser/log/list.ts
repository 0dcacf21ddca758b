import type { listAudit } from "../../../api/audit.ts";
import type { Heard } from "../../../api/endpoint.ts";
import { ask } from "../ask.ts";
import { Listing } from "../parts/listing.ts";
import type { Filter } from "./filter.ts";

type Page = Heard<typeof listAudit>;
export type Entry = Page["entries"][number];

const pageSize = 50;
/** Pages of a job's entries: as many as the whole log has when nothing is found on any. */
const mostPages = 8;

/** The entries that were asked for last. */
export const listing = new Listing(async (narrowed: Filter, before) => {
  const { entries, next, looked_at } = await pageOf(narrowed, before);
  return { items: entries, next, backTo: looked_at.back_to };
});

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
