import { type Failure, OcrEcoError, toFailure } from "../../src/errors.ts";
import { deliveryIdBeginning } from "../../src/queue/delivery.ts";
import { jobIdBeginning } from "../../src/queue/job.ts";
import type { Io } from "../common/io.ts";
import { paragraph, tell } from "../output/terminal.ts";

/** What became of one of the things that were named. */
type Outcome<T> =
  | { readonly id: string; readonly ok: true; readonly value: T }
  | { readonly id: string; readonly ok: false; readonly failure: Failure };

type Kind = keyof typeof forms;

interface Plan<T> {
  /** What an id names, as in `job`. */
  readonly kind: Kind;
  readonly act: (id: string) => Promise<T>;
  /** What is said of one that is done. */
  readonly said: (id: string, value: T) => string;
  readonly asJson: boolean;
}

/** What ids and their beginnings look like; anything else is a slip, and could become another path of the service. */
const forms = { job: jobIdBeginning, delivery: deliveryIdBeginning } as const;

/**
 * Does something to each of what was named, in that order, and says what became of it: what could not be done is one
 * sentence on standard error, and stops nothing. Exit status 0, or 1 when something could not be done. Rejects when the
 * service gives no answer or refuses the key, once it has said what became of those before, and with `USAGE`.
 */
export async function oneByOne<T extends object>(
  ids: readonly string[],
  { kind, act, said, asJson }: Plan<T>,
  io: Io,
): Promise<number> {
  for (const id of ids) checkId(kind, id);
  const outcomes: Outcome<T>[] = [];
  try {
    for (const id of ids) {
      const outcome = await outcomeOf(id, act);
      outcomes.push(outcome);
      if (!outcome.ok) tell(io.stderr, `${kind} ${id}: ${outcome.failure.message}`);
      else if (!asJson) io.stdout.write(paragraph(io.stdout, said(id, outcome.value)));
    }
  } finally {
    // Also when the rest was not tried: what is done is done.
    if (asJson && outcomes.length > 0)
      io.stdout.write(`${JSON.stringify(outcomes.map(shownOutcome), null, 2)}\n`);
  }
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
}

async function outcomeOf<T>(id: string, act: (id: string) => Promise<T>): Promise<Outcome<T>> {
  try {
    return { id, ok: true, value: await act(id) };
  } catch (error) {
    if (!(error instanceof OcrEcoError) || /^(SERVER|KEY)_/.test(error.code)) throw error;
    return { id, ok: false, failure: toFailure(error) };
  }
}

function shownOutcome<T extends object>(each: Outcome<T>): object {
  return each.ok ? { id: each.id, ok: true, ...each.value } : { id: each.id, ok: false, error: each.failure };
}

/** Throws `USAGE` for what can be no id. */
export function checkId(kind: Kind, id: string): void {
  if (!forms[kind].test(id))
    throw new OcrEcoError(
      "USAGE",
      `"${id}" is no id of a ${kind}, nor four or more characters of its beginning. The lists show them.`,
    );
}
