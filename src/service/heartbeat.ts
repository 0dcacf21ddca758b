import type { Queue } from "../queue/port.ts";
import type { Log } from "./log.ts";

/** How long a claim holds without being renewed, in milliseconds; this process renews its own three times as often. */
export const leaseMs = 60_000;

/** Who works on jobs or makes deliveries. */
interface Holder {
  /** The claim tokens that it has in hand. */
  readonly inHand: readonly string[];
}

interface HeartbeatOptions {
  readonly queue: Queue;
  /** Who has jobs, and who has deliveries. */
  readonly holders: { readonly jobs: readonly Holder[]; readonly deliveries: readonly Holder[] };
  readonly log: Log;
}

/**
 * Renews the claims of what is in hand, and takes back the others: whoever held those gave up without being able to say
 * so. Outside of whatever a worker or a destination is busy with, so that nothing that takes long loses its claim.
 */
export class Heartbeat {
  readonly #with: HeartbeatOptions;
  #timer: Timer | undefined;

  constructor(options: HeartbeatOptions) {
    this.#with = options;
  }

  start(): void {
    // Where others hold the queue, too, what they had in hand when they died waits for somebody who looks.
    void this.beat();
    this.#timer = setInterval(() => void this.beat(), leaseMs / 3);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Never rejects: what cannot be written now is tried again with the next one. */
  async beat(): Promise<void> {
    const { queue, holders, log } = this.#with;
    for (const kind of ["jobs", "deliveries"] as const) {
      try {
        await queue[kind].renew(
          holders[kind].flatMap(({ inHand }) => inHand),
          leaseMs,
        );
        await queue[kind].releaseExpired();
      } catch (error) {
        log.warn({ err: error }, `claims of ${kind} cannot be renewed`);
      }
    }
  }
}
