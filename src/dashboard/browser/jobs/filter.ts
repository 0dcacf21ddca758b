import { computed } from "@preact/signals";
import { narrowedBy } from "../route.ts";

/** What the list of jobs can be narrowed by, as it stands in the address. */
const filterNames = [
  "report_id",
  "user_id",
  "environment",
  "state",
  "status",
  "app",
  "scope",
  "doubt",
  "from",
  "until",
] as const;
export type FilterName = (typeof filterNames)[number];
export type Filter = Readonly<Partial<Record<FilterName, string>>>;

/** How the list is narrowed now; times are those of the reader's zone. */
export const filter = computed<Filter>(() => narrowedBy(filterNames));

/** The same as the service is asked: with times of a zone that it knows. */
export function asAsked(narrowed: Filter): Filter {
  return Object.fromEntries(
    Object.entries(narrowed).map(([name, value]) =>
      name === "from" || name === "until" ? [name, new Date(value).toISOString()] : [name, value],
    ),
  );
}
