import type { Config } from "../src/config/config.ts";
import type { ListOptions } from "./commands/options.ts";
import type { View } from "./output/jobs.ts";

/** What a list is narrowed by, as the service takes it. */
export function listQuery({ state, environment, report, before, limit }: ListOptions): string {
  const members = {
    state,
    environment,
    report_id: report,
    before,
    limit: limit === undefined ? limit : String(limit),
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? "" : `?${query}`;
}

/** How things are shown on standard output. */
export function view({ TIMEZONE: timeZone }: Config): View {
  return { stream: process.stdout, timeZone, now: Date.now() };
}

/** Prints what was found as JSON where that is asked for, else as text; that is exit status 0. */
export function print({ json }: { readonly json?: true }, found: object, text: () => string): number {
  process.stdout.write(json === true ? `${JSON.stringify(found, null, 2)}\n` : text());
  return 0;
}
