/** Values that a setting and a command's option share. */
export const engineNames = ["auto", "tally", "paddle", "tesseract"] as const;
/** Where models run. */
export const deviceNames = ["auto", "cpu", "webgpu"] as const;
export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** What can send a sure reading to a human: see webhook/review.ts. */
export const reviewSignals = ["copy", "date", "clock", "digits", "bars"] as const;
export type ReviewSignal = (typeof reviewSignals)[number];

/** Results that a person may decide about at the dashboard. */
export const reviewedStatusNames = ["needs_review", "no_steps"] as const;
export type ReviewedStatus = (typeof reviewedStatusNames)[number];
