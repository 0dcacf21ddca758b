import type { KnownStatus } from "../../src/service/findings.ts";
import { beginning, type painter, printable, wrap } from "../output/terminal.ts";
import { duration } from "../output/units.ts";
import { toldFindings } from "../remote/told-findings.ts";
import { jobLines, type Line } from "./jobs.ts";
import type { Histories } from "./row.ts";
import { statusScreen } from "./screen.ts";

/** Why there is no answer, and since when, on the clock of `performance.now()`. */
export interface Away {
  readonly why: string;
  readonly since: number;
}

/** What is known of a service while somebody watches. */
interface Seen {
  readonly last: KnownStatus | null;
  readonly away: Away | null;
  readonly histories: Histories;
}

interface Window {
  readonly url: string;
  readonly width: number;
  readonly paint: ReturnType<typeof painter>;
}

/** What somebody sees who watches: the state of the service and its jobs, or that it is away and what was before that. */
export function watchLines({ last, away, histories }: Seen, { url, width, paint }: Window): Line[] {
  const without = (text: string): Line => ({ text, job: null });
  if (away === null && last === null) return [without(paint("dim", beginning(`asking ${url}`, width)))];
  const known =
    last === null
      ? []
      : [
          ...statusScreen(last, toldFindings(last), { url, width, paint, isDrawn: true, histories }).map(
            without,
          ),
          ...jobLines(last.details, { width, isTTY: true, now: Date.parse(last.timestamp) }),
        ];
  if (away === null) return known;
  const since = duration(Math.round((performance.now() - away.since) / 1000));
  const banner = wrap(printable(`✗ away for ${since}: ${away.why}`), width).map((line) =>
    paint(["red", "bold"], beginning(line, width)),
  );
  const before =
    last === null ? [] : ["", paint("dim", beginning(`before that, at ${last.timestamp}:`, width))];
  return [
    ...[...banner, ...before].map(without),
    ...known.map(({ text, job }) => ({ text: paint("dim", Bun.stripANSI(text)), job })),
  ];
}
