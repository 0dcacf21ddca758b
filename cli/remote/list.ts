import type { Config } from "../../src/config/config.ts";
import type { Io } from "../common/io.ts";
import type { ListOptions } from "../common/options.ts";
import type { View } from "../output/jobs.ts";
import type { Shape } from "../output/members.ts";

/** What a list is narrowed by, as the service takes it; the states are those that the option takes. */
export function listQuery<State extends string>({ state, environment, report, before, limit }: ListOptions) {
  return { state: state as State | undefined, environment, report_id: report, before, limit };
}

/** How things are shown on standard output. */
export function view({ TIMEZONE: timeZone }: Config, io: Io): View {
  return { stream: io.stdout, timeZone, now: Date.now() };
}

/**
 * Prints a list, whose rows are in the member `of`, as the options say: as JSON, all of it or some members of each row, a line
 * for each by a template, else as text; that is exit status 0.
 */
export function printList<Of extends string>(
  io: Io,
  shape: Shape | null,
  found: Readonly<Record<Of, readonly object[]>>,
  of: Of,
  text: () => string,
): number {
  io.stdout.write(shape === null ? text() : shape(found[of], (rows) => ({ ...found, [of]: rows })));
  return 0;
}

/** Prints what was found as JSON where that is asked for, else as text; that is exit status 0. */
export function print(io: Io, { json }: { readonly json?: true }, found: object, text: () => string): number {
  io.stdout.write(json === true ? `${JSON.stringify(found, null, 2)}\n` : text());
  return 0;
}
