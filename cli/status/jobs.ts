import type { AppStatusDetails } from "../../src/api/app-status.ts";
import { briefId } from "../../src/queue/brief-id.ts";
import { leastOfOutcome, resultWords, stateStyles } from "../output/jobs.ts";
import { type Column, listing } from "../output/listing.ts";
import { ago, duration } from "../output/units.ts";

type InHand = AppStatusDetails["in_hand"][number];
type Ended = AppStatusDetails["last_ended"][number];

/** A line of a screen, and the job that it is about; `name` tells it from other lines about the same one. */
export interface Line {
  readonly text: string;
  readonly job: { readonly id: string; readonly name: string } | null;
}

/** What room there is, whether in colours, and the clock of the service, in milliseconds since 1970. */
interface Place {
  readonly width: number;
  readonly isTTY: boolean;
  readonly now: number;
}

const margin = "  ";
const mostOfReport = 20;

/** The jobs of a service one by one: what it has in hand, what failed last, and what came of the last ones. */
export function jobLines(details: AppStatusDetails, place: Place): Line[] {
  const { in_hand: inHand, last_failed: failed, last_ended: ended } = details;
  const { now } = place;
  const when: Column<Ended> = { title: "ended", text: ({ ended_at: at }) => ago(at, now) };
  return [
    ...section(place, "in hand", inHand, [
      { title: "for", text: ({ since }) => duration(Math.max(0, now - Date.parse(since)) / 1000) },
      { title: "step", text: ({ step }) => step },
    ]),
    ...section(place, "failed last", failed, [
      when,
      { title: "why", text: whyOf, least: leastOfOutcome, style: () => stateStyles.failed },
    ]),
    ...section(place, "ended last", ended, [
      when,
      { title: "outcome", text: outcomeOf, least: leastOfOutcome, style: ({ state }) => stateStyles[state] },
    ]),
  ];
}

function section<Row extends InHand | Ended>(
  { width, isTTY }: Place,
  title: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): Line[] {
  if (rows.length === 0) return [];
  const stream = { isTTY, columns: Math.max(1, width - margin.length), write: () => true };
  const lines = listing(stream, rows, [
    // Of one width in all sections.
    { title: title.padEnd(18), text: ({ job_id: id }) => briefId(id) },
    { title: "report".padEnd(8), text: ({ report_id: id }) => String(id), most: mostOfReport },
    { title: "environment", text: ({ environment }) => environment, dispensable: 1 },
    ...columns,
  ]).split("\n");
  const [titles = "", ...shown] = lines.slice(0, -1);
  return [
    { text: "", job: null },
    { text: margin + titles, job: null },
    ...shown.map((line, index) => {
      const id = rows[index]?.job_id ?? "";
      return { text: margin + line, job: { id, name: `${title} ${id}` } };
    }),
  ];
}

function whyOf({ error }: Ended): string {
  return error === null ? "" : `${error.code}: ${error.message}`;
}

function outcomeOf({ error, status, steps, state }: Ended): string {
  if (error !== null) return error.code;
  return status === null ? state : resultWords(status, steps ?? undefined);
}
