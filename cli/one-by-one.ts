import { type Failure, OcrEcoError, toFailure } from "../src/errors.ts";
import { printable } from "./output/terminal.ts";

/** What became of one of the things that were named. */
type Outcome<T> =
  | { readonly id: string; readonly ok: true; readonly value: T }
  | { readonly id: string; readonly ok: false; readonly failure: Failure };

interface Plan<T> {
  /** What an id names, as in `job`. */
  readonly kind: "job" | "delivery";
  readonly act: (id: string) => Promise<T>;
  /** What is said of one that is done. */
  readonly said: (id: string, value: T) => string;
  readonly asJson: boolean;
}

/** The form of ids; anything else could become another path of the service. */
const form = /^[\w-]{1,64}$/;

/**
 * Does something to each of what was named, in that order, and says what became of it: what could not be done is one
 * sentence on standard error, and stops nothing. Exit status 0, or 1 when something could not be done. Rejects when the
 * service gives no answer or refuses the key, and with `USAGE`.
 */
export async function oneByOne<T extends object>(
  ids: readonly string[],
  { kind, act, said, asJson }: Plan<T>,
): Promise<number> {
  for (const id of ids) checkId(kind, id);
  const outcomes: Outcome<T>[] = [];
  for (const id of ids) {
    const outcome = await act(id).then(
      (value): Outcome<T> => ({ id, ok: true, value }),
      (error: unknown): Outcome<T> => {
        if (!(error instanceof OcrEcoError) || /^(SERVER|KEY)_/.test(error.code)) throw error;
        return { id, ok: false, failure: toFailure(error) };
      },
    );
    outcomes.push(outcome);
    if (!outcome.ok) process.stderr.write(`ocr-eco: ${kind} ${id}: ${printable(outcome.failure.message)}\n`);
    else if (!asJson) process.stdout.write(`${said(id, outcome.value)}\n`);
  }
  if (asJson) {
    const shown = outcomes.map((each) =>
      each.ok ? { id: each.id, ok: true, ...each.value } : { id: each.id, ok: false, error: each.failure },
    );
    process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  }
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
}

/** Throws `USAGE` for what can be no id. */
export function checkId(kind: "job" | "delivery", id: string): void {
  if (!form.test(id)) throw new OcrEcoError("USAGE", `"${id}" is no id of a ${kind}. The lists show them.`);
}
