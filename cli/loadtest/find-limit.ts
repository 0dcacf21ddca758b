import type { LoadtestDocument } from "./document.ts";
import { endedEarly } from "./ended.ts";
import { type Measurement, measure, type Progress, type Setting } from "./measure.ts";
import { spansOf } from "./summary.ts";

/** The service levels that a rate has to meet. */
const levels = {
  /** 95 % of results are there within so many milliseconds. */
  whole: 30_000,
  /** No job waits longer, in milliseconds. */
  waited: 300_000,
  /** Share of reports that may fail. */
  errors: 0.01,
} as const;

/** How much of what comes in during the second half of a step may be left over: more, and the queue grows without end. */
const leastKept = 0.95;
/** The limit is known when no rate that held and no rate that did not are farther apart than this. */
const precision = 1.1;
/** So many steps find any limit; a service that answers at random must not keep it going. */
const mostSteps = 12;

type Step = NonNullable<LoadtestDocument["limit"]>["steps"][number];

export interface Limit {
  readonly found: NonNullable<LoadtestDocument["limit"]>;
  /** Of the highest rate that held, else of the lowest that was tried. */
  readonly measurement: Measurement;
}

interface Search {
  readonly connections: number;
  /** Of each step. */
  readonly seconds: number;
  readonly run: string;
}

/**
 * Looks for the highest rate at which the service levels hold: first as many reports as the service reads at once, to see
 * what it can do at all; then steps around that, halving what is between the highest rate that held and the lowest that
 * did not. A service that answers nothing any more ends it, whatever held before. Throws `LOADTEST_ENDED` when it was
 * ended before the first step was over.
 */
export async function findLimit(
  { connections, seconds, run }: Search,
  setting: Setting,
  onBegin: (progress: Progress, steps: readonly Step[]) => void,
): Promise<Limit> {
  const steps: Step[] = [];
  const at = async (perSecond: number): Promise<{ step: Step; measurement: Measurement }> => {
    const load = { connections, reports: null, seconds, perSecond };
    const measurement = await measure(load, setting, `${run}-${steps.length}`, (progress) =>
      onBegin(progress, steps),
    );
    const step = judge(perSecond, measurement);
    if (!setting.signal.aborted) steps.push(step);
    return { step, measurement };
  };
  let held: { rate: number; measurement: Measurement } | null = null;
  let failed: { rate: number; measurement: Measurement } | null = null;
  let isGivenUp = false;
  let rate = await firstGuess(connections, setting, run, onBegin);
  while (steps.length < mostSteps && !setting.signal.aborted && !isGivenUp) {
    const { step, measurement } = await at(rate);
    if (setting.signal.aborted) break;
    if (step.holds) held = { rate, measurement };
    else failed = { rate, measurement };
    isGivenUp = measurement.sent.isGivenUp;
    if (held !== null && failed !== null && failed.rate / held.rate <= precision) break;
    rate = next(held?.rate ?? null, failed?.rate ?? null);
  }
  const chosen = held ?? failed;
  if (chosen === null) throw endedEarly();
  const { measurement } = chosen;
  const cut = setting.signal.aborted ? "interrupted" : isGivenUp ? "timed_out" : measurement.ended;
  return {
    found: { per_second: held?.rate ?? null, steps },
    measurement: { ...measurement, ended: cut },
  };
}

function next(held: number | null, failed: number | null): number {
  if (held !== null && failed !== null) return rounded(Math.sqrt(held * failed));
  if (held !== null) return rounded(held * 1.5);
  return rounded((failed ?? 1) / 2);
}

/** Results a second when a few reports are under way all the time: nearly what the service can do. */
async function firstGuess(
  connections: number,
  setting: Setting,
  run: string,
  onBegin: (progress: Progress, steps: readonly Step[]) => void,
): Promise<number> {
  const load = { connections, reports: 40, seconds: null, perSecond: null };
  const { ledger, seconds } = await measure(load, setting, `${run}-guess`, (progress) =>
    onBegin(progress, []),
  );
  return rounded(Math.max(0.1, (0.8 * ledger.results) / seconds));
}

/** Whether a rate can be kept up, and what speaks against it. */
function judge(perSecond: number, { ledger, sent }: Measurement): Step {
  const { entries, refused, unanswered } = ledger;
  const spans = spansOf(entries);
  const failed = entries.filter(({ verdict }) => verdict === "failed").length;
  const bad = refused + unanswered + failed + entries.filter(({ isLost }) => isLost).length;
  const reasons: string[] = [];
  if (sent.count < 0.95 * perSecond * sent.seconds) reasons.push("not so many could be sent");
  if (bad > levels.errors * sent.count) reasons.push("more than 1 % failed");
  if ((spans.whole?.p95 ?? 0) > levels.whole) reasons.push("more than 5 % took longer than 30 s");
  if ((spans.waited?.max ?? 0) > levels.waited) reasons.push("a job waited for longer than 5 min");
  if (keptUp(entries) < leastKept) reasons.push("the queue grew");
  return {
    per_second: perSecond,
    holds: reasons.length === 0,
    why: reasons.length === 0 ? null : reasons.join(", "),
    sent: sent.count,
    whole_p95: spans.whole?.p95 ?? null,
  };
}

/** Results that came during the second half of the sending, for each report that came in during it. */
function keptUp(entries: Measurement["ledger"]["entries"]): number {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return 1;
  const middle = (first.dueAt + last.dueAt) / 2;
  const came = entries.filter(({ dueAt }) => dueAt > middle).length;
  const ended = entries.filter((entry) => {
    const at = entry.deliveredAt ?? endOf(entry);
    return at !== null && at > middle && at <= last.dueAt;
  }).length;
  // One or two are always under way; of few reports they would be much.
  return came === 0 ? 1 : (ended + 2) / came;
}

function endOf({ acceptedAt, spans }: Measurement["ledger"]["entries"][number]): number | null {
  return acceptedAt === null || spans === null ? null : acceptedAt + spans.waited + spans.read;
}

/** Two digits are as much as can be measured. */
function rounded(rate: number): number {
  return Number(rate.toPrecision(3));
}
