import type { z } from "zod";
import type { auditEntrySchema } from "../../src/api/audit.ts";
import { receiptAt } from "../../src/reading/options.ts";
import type { View } from "../output/jobs.ts";
import { listing } from "../output/listing.ts";

export type Entry = z.infer<typeof auditEntrySchema>;

/** Of a name, which may have 255 characters, on a narrow terminal. */
const mostOfName = 16;

/** Who did what, a line for each. */
export function auditList(entries: readonly Entry[], { stream, timeZone }: View): string {
  return listing(stream, entries, [
    {
      title: "when",
      text: ({ at }) => clock(at, timeZone),
      // Without the year.
      brief: ({ at }) => clock(at, timeZone).slice(5),
    },
    { title: "who", text: ({ by }) => by ?? "-", most: mostOfName },
    { title: "did", text: ({ action }) => action },
    // Stays however narrow it is: what failed must not look as if it was done.
    {
      title: "outcome",
      text: ({ outcome }) => outcome,
      style: ({ outcome }) => (outcome === "ok" ? "green" : "red"),
    },
    { title: "via", text: ({ via }) => via, dispensable: 1 },
    { title: "address", text: ({ address }) => address ?? "-", dispensable: 2 },
    { title: "to what", text: ({ target }) => targetOf(target) },
  ]);
}

function clock(at: string, timeZone: string): string {
  const { day, time } = receiptAt(new Date(at), timeZone);
  return `${day} ${time}`;
}

/** `job_id 019a…, deliver false`. */
function targetOf(target: Entry["target"]): string {
  return Object.entries(target)
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
