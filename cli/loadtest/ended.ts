import { OcrEcoError } from "../../src/errors.ts";

/** Somebody had enough before there is anything to be told. */
export function endedEarly(): OcrEcoError {
  return new OcrEcoError("LOADTEST_ENDED", "It was ended before anything was measured.");
}

/** Throws `LOADTEST_ENDED` once somebody has had enough. */
export function notEnded(signal: AbortSignal): void {
  if (signal.aborted) throw endedEarly();
}
