import { type PrintedDay, parseDay, withLetterO } from "../extract/calendar.ts";
import { type TimeForm, type TimeSpan, timeForms } from "./time-forms.ts";

/** One expression of time in a text. */
export interface TimeExpression {
  readonly span: TimeSpan;
  /** The form that it has, by its name. */
  readonly form: string;
  /** As it stands in the text, from `start` to before `end`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The day that it names, where it names one. */
  readonly day: PrintedDay | null;
}

/** Whether a moment names its day as well: `Nov 24, 17:43`, `7/6 06:00`, not `12:59 PM`. */
export function hasDate({ form }: TimeExpression): boolean {
  return form === "on a day";
}

/** All expressions of time in a text that have one of these forms, from left to right; none overlaps with another. */
export function timesIn(printed: string, forms: readonly TimeForm[] = timeForms): TimeExpression[] {
  const text = withLetterO(printed.replace(/[\u00a0\u2007\u2009\u202f]/g, " "));
  const found: TimeExpression[] = [];
  let rest = text;
  for (const { span, name, form } of forms) {
    for (const match of rest.matchAll(form)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (match[0].trim() === "" || rest.slice(start, end).includes("\u0000")) continue;
      found.push({
        span,
        form: name,
        text: match[0].trim(),
        start,
        end,
        day: span === "day" || span === "clock" ? parseDay(match[0]) : null,
      });
      // What was understood is not understood once more, as a part of it.
      rest = rest.slice(0, start) + "\u0000".repeat(end - start) + rest.slice(end);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
