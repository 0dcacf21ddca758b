import type { Reason, SignalCode } from "../reasons.ts";

/**
 * What may show that a picture was edited or is an old one. A signal is for the eyes of a person and never changes
 * what was read: honest people crop, wait until the next day and set their clocks wrong.
 */
export type Signal = Reason<SignalCode>;
