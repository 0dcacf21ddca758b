import { OcrEcoError } from "../../src/errors.ts";
import { receiptAt } from "../../src/reading/options.ts";

const msOfDay = 86_400_000;

/**
 * The instant that an option names: with its zone (`2026-11-24T03:15:00Z`), or as the clocks of `timeZone` show it
 * (`2026-11-24T10:15`, or `2026-11-24`, which is when that day begins). Of two instants at which clocks show the same, it
 * is the first. Throws `USAGE`, also for times before 1970.
 */
export function parseInstant(option: string, text: string, timeZone: string): Date {
  const [, day, time, zone] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?:(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?$/i.exec(text) ??
    [];
  const asUtc = day === undefined ? null : utcOf(`${day}T${time ?? "00:00"}`);
  const onClock = (shown: number) => onClocks(shown, timeZone, time === undefined);
  const instant =
    asUtc === null ? null : zone === undefined ? onClock(asUtc) : Date.parse(text.toUpperCase());
  if (instant === null || !(instant >= 0)) {
    throw new OcrEcoError(
      "USAGE",
      `${option} ${text} is no time. Write it as in 2026-11-24T10:15, in ${timeZone}.`,
    );
  }
  return new Date(instant);
}

/** What two options, each of them optional, say is between them, as the service takes it. Throws `USAGE`. */
export function parseSpan(
  { from, until }: { readonly from?: string; readonly until?: string },
  timeZone: string,
): { readonly from: string | undefined; readonly until: string | undefined } {
  const time = (option: string, text: string | undefined): Date | undefined =>
    text === undefined ? undefined : parseInstant(option, text, timeZone);
  const [earliest, end] = [time("--from", from), time("--until", until)];
  if (earliest !== undefined && end !== undefined && earliest >= end) {
    throw new OcrEcoError(
      "USAGE",
      `--until ${until} is not after --from ${from}, so there is nothing between them.`,
    );
  }
  return { from: earliest?.toISOString(), until: end?.toISOString() };
}

/** When the clocks of UTC show this; `null` for a day or a time that there is not. */
function utcOf(written: string): number | null {
  const utc = Date.parse(`${written}Z`);
  return utc >= 0 && new Date(utc).toISOString().startsWith(written) ? utc : null;
}

/** When the clocks of a time zone show what those of UTC show at `asUtc`; `null` where they never do. */
function onClocks(asUtc: number, timeZone: string, isDay: boolean): number | null {
  // No clock is as much as a day from UTC. So this is how far they are before and after a change that may be near.
  const offsets = [asUtc - msOfDay, asUtc + msOfDay].map((near) => shownAt(near, timeZone) - near);
  const guesses = offsets.map((offset) => asUtc - offset).sort((one, other) => one - other);
  const found = guesses.find((guess) => shownAt(guess, timeZone) === asUtc);
  if (found !== undefined) return found;
  // Where clocks are set forward at midnight, the day begins with what they show then.
  const change = Math.max(...guesses);
  return isDay && shownAt(change, timeZone) - asUtc < msOfDay ? change : null;
}

function shownAt(instant: number, timeZone: string): number {
  const { day, time } = receiptAt(new Date(instant), timeZone);
  return Date.parse(`${day}T${time}Z`);
}
