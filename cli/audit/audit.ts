import { auditEntrySchema } from "../../src/api/audit.ts";
import { loadConfig } from "../../src/config/environment.ts";
import type { Io } from "../common/io.ts";
import type { RemoteOptions } from "../common/options.ts";
import { type ShapeOptions, shapeOf } from "../output/members.ts";
import { printList, view } from "../remote/list.ts";
import { Remote } from "../remote/remote.ts";
import { auditList, type Entry } from "./list.ts";

/** Options of `audit`, as commander gives them. */
export interface AuditOptions extends RemoteOptions, ShapeOptions {
  readonly by?: string;
  readonly action?: string;
  readonly about?: string;
  readonly before?: string;
  readonly limit?: number;
}

interface Found {
  readonly entries: readonly Entry[];
  readonly next: string | null;
}

/** As many as the service lists where nobody says how many. */
const usualLimit = 50;
/** Answers that are asked for: more than a log has parts, so that no server keeps us asking for ever. */
const mostAnswers = 20;

/** Lists who did what, newest first. */
export async function listAudit(options: AuditOptions, io: Io): Promise<number> {
  const shape = shapeOf(options, auditEntrySchema);
  const remote = Remote.from(options);
  const config = loadConfig();
  const found = await find(remote, options);
  return printList(io, shape, found, "entries", () =>
    found.entries.length === 0
      ? "Nothing like that was done, as far back as the log goes.\n"
      : auditList(found.entries, view(config, io)),
  );
}

/** Asks on until there are enough, or no more: each answer is about a part of the log. */
async function find(
  remote: Remote,
  { by, action, about, before, limit = usualLimit }: AuditOptions,
): Promise<Found> {
  const entries: Entry[] = [];
  let next: string | null = before ?? null;
  for (let answers = 1; answers <= mostAnswers; answers++) {
    const page = await remote.ask("listAudit", {
      query: { by, action, about, before: next ?? undefined, limit: limit - entries.length },
    });
    entries.push(...page.entries);
    next = page.next;
    if (next === null || entries.length >= limit) break;
  }
  return { entries, next };
}
