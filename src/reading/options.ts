/** When a picture came in, as people where it came from would say it. */
export interface Receipt {
  /** ISO 8601: `2026-11-24`. */
  readonly day: string;
  /** `HH:MM`, 24 hours. */
  readonly time: string;
}

/** What a caller can say about a picture, or ask for. */
export interface ReadOptions {
  /** `null` when it is not known: then nothing is made of `Today`, and dates without a year keep none. */
  readonly received: Receipt | null;
  /** Whether to look for signs that the picture was edited or is an old one. */
  readonly signals: boolean;
  /** More steps than this in a day are not believed without a human look. */
  readonly mostSteps: number;
  /**
   * Whether all of the text is wanted, as of a page that people read, and not a step count: type of documents is looked
   * for then, and no count that the first look did not find.
   */
  readonly asDocument?: boolean;
}

export const defaultReadOptions: ReadOptions = { received: null, signals: true, mostSteps: 45_000 };

/**
 * When a picture came in, as a person writes it: `now`, an instant with its zone (`2026-11-24T03:15:00Z`), or what
 * the clocks of `timeZone` showed (`2026-11-24T10:15`, `2026-11-24`). `null` when it is none of these.
 */
export function parseReceipt(text: string, timeZone: string): Receipt | null {
  if (text === "now") return receiptAt(new Date(), timeZone);
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2})?)?$/.exec(text) ?? [];
  if (day !== undefined) {
    const written = `${day}T${time ?? "23:59"}`;
    const date = new Date(`${written}Z`);
    const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written);
    return exists ? { day, time: time ?? "23:59" } : null;
  }
  const hasZone = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const instant = hasZone ? new Date(text) : null;
  return instant === null || Number.isNaN(instant.getTime()) ? null : receiptAt(instant, timeZone);
}

/** What the clocks of a time zone (`Asia/Jakarta`) show at an instant. Throws `RangeError` for unknown zones. */
export function receiptAt(instant: Date, timeZone: string): Receipt {
  const parts = clockIn(timeZone).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((each) => each.type === type)?.value ?? "";
  return {
    day: `${part("year")}-${part("month")}-${part("day")}`,
    time: `${part("hour")}:${part("minute")}`,
  };
}

/** Made once: it takes longer than all that it is asked. An installation has one time zone. */
let clock: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | undefined;

function clockIn(timeZone: string): Intl.DateTimeFormat {
  if (clock?.timeZone === timeZone) return clock.format;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  clock = { timeZone, format };
  return format;
}
