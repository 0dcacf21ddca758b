/**
 * What may show that a picture was edited or is an old one. A signal is for the eyes of a person and never changes
 * what was read: honest people crop, wait until the next day and set their clocks wrong.
 */
export interface Signal {
  readonly code: SignalCode;
  /** One sentence for a person. */
  readonly reason: string;
}

export const signalCodes = [
  "another_day",
  "impossible_date",
  "clock_ahead",
  "status_bar",
  "uneven_digits",
  "copy",
] as const;
type SignalCode = (typeof signalCodes)[number];
