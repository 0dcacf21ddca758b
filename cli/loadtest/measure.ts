import type { Remote } from "../remote/remote.ts";
import type { LoadtestDocument } from "./document.ts";
import { Follower } from "./follower.ts";
import { InstanceWatch, type Sample } from "./instance.ts";
import { Ledger } from "./ledger.ts";
import { type Load, type Sent, sendReports } from "./sender.ts";
import type { StandIn } from "./stand-in.ts";

/** Between two looks at whether all results are there, in milliseconds. */
const pause = 50;

/** Everything that a measurement needs besides how much is sent. */
export interface Setting {
  readonly remote: Remote;
  readonly standIn: StandIn;
  readonly environment: string | null;
  readonly way: LoadtestDocument["way"];
  /** How long no result may come, in seconds, until what is missing counts as lost. */
  readonly patience: number;
  /** Whether each report is to be told of afterwards. */
  readonly isRecording?: boolean;
  readonly signal: AbortSignal;
}

/** A measurement as it goes on, for whoever draws it. */
export interface Progress {
  readonly load: Load;
  readonly ledger: Ledger;
  readonly samples: readonly Sample[];
  readonly began: number;
  isSending: boolean;
}

export interface Measurement {
  readonly load: Load;
  readonly ledger: Ledger;
  readonly sent: Sent;
  readonly samples: readonly Sample[];
  readonly ended: LoadtestDocument["ended"];
  readonly startedAt: Date;
  /** From the first report to the last result. */
  readonly seconds: number;
}

/** Sends reports, and waits for their results. `run` has to differ from that of every other measurement. */
export async function measure(
  load: Load,
  setting: Setting,
  run: string,
  onBegin: (progress: Progress) => void = () => {},
): Promise<Measurement> {
  const { remote, standIn, environment, way, patience, signal } = setting;
  const ledger = new Ledger(run, setting.isRecording);
  const watch = new InstanceWatch(remote);
  const follower =
    way === "accepted" ? null : new Follower(remote.place, remote.key, ledger, way === "polled");
  standIn.ledger = ledger;
  standIn.onDelivery = (entry) => follower?.delivered(entry);
  const began = performance.now();
  const startedAt = new Date();
  const progress: Progress = { load, ledger, samples: watch.samples, began, isSending: true };
  // Whoever had enough does not wait for a service that does not answer.
  const enough = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const lookNow = (): Promise<void> => Promise.race([watch.look(), enough]);
  onBegin(progress);
  try {
    const { place, key } = remote;
    const sent = await sendReports(load, { place, key, environment, standIn, run, ledger, patience }, signal);
    progress.isSending = false;
    await lookNow();
    const waited = follower === null ? "complete" : await allResults(ledger, follower, setting);
    const ended = sent.isGivenUp ? "timed_out" : waited;
    await lookNow();
    return {
      load,
      ledger,
      sent,
      samples: watch.samples,
      ended: signal.aborted ? "interrupted" : ended,
      startedAt,
      seconds: (Math.max(ledger.changedAt, began + 1000 * sent.seconds) - began) / 1000,
    };
  } finally {
    watch.close();
    follower?.close();
    standIn.onDelivery = () => {};
  }
}

async function allResults(
  ledger: Ledger,
  follower: Follower,
  { patience, signal }: Setting,
): Promise<LoadtestDocument["ended"]> {
  // The last thing that came may have come long before the last report was sent.
  const began = performance.now();
  while (!signal.aborted && (ledger.open.size > 0 || !follower.isDone)) {
    if (performance.now() - Math.max(began, ledger.changedAt) > 1000 * patience) {
      for (const entry of [...ledger.open]) ledger.noteLost(entry);
      return "timed_out";
    }
    await Bun.sleep(pause);
  }
  return "complete";
}
