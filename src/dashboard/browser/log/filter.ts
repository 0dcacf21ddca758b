import { computed } from "@preact/signals";
import { narrowedBy } from "../route.ts";

/** What the log can be narrowed by, as it stands in the address. */
const filterNames = ["by", "action", "about"] as const;
export type FilterName = (typeof filterNames)[number];
export type Filter = Readonly<Partial<Record<FilterName, string>>>;

/** How the log is narrowed now. */
export const filter = computed<Filter>(() => narrowedBy(filterNames));
