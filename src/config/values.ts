/** Values that a setting and a command's option share. */
export const engineNames = ["auto", "paddle", "tesseract"] as const;
export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
