import { OcrEcoError } from "../src/errors.ts";
import { receiptAt } from "../src/reading/options.ts";

/**
 * The instant that an option names: with its zone (`2026-11-24T03:15:00Z`), or as the clocks of `timeZone` show it
 * (`2026-11-24T10:15`, `2026-11-24`, which begins at midnight). Throws `USAGE`.
 */
export function parseInstant(option: string, text: string, timeZone: string): Date {
  const [, day, time = "00:00"] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?$/.exec(text) ?? [];
  const hasZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i.test(text);
  const instant =
    day === undefined ? (hasZone ? new Date(text) : null) : wallClock(`${day}T${time}`, timeZone);
  if (instant === null || Number.isNaN(instant.getTime())) {
    throw new OcrEcoError(
      "USAGE",
      `${option} ${text} is no time. Write it as in 2026-11-24T10:15, in ${timeZone}.`,
    );
  }
  return instant;
}

/** When clocks show this; `null` where they never do. The second look is for zones that change their clocks. */
function wallClock(written: string, timeZone: string): Date | null {
  const asUtc = Date.parse(`${written}Z`);
  if (Number.isNaN(asUtc)) return null;
  let guess = asUtc;
  for (let look = 0; look < 2; look++) guess += asUtc - shownAt(guess, timeZone);
  return shownAt(guess, timeZone) === asUtc && new Date(asUtc).toISOString().startsWith(written)
    ? new Date(guess)
    : null;
}

function shownAt(instant: number, timeZone: string): number {
  const { day, time } = receiptAt(new Date(instant), timeZone);
  return Date.parse(`${day}T${time}Z`);
}
