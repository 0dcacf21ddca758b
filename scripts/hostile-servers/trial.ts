import { type FaultName, faultNamed, type HostileServers } from "../rig/hostile-server.ts";
import { until } from "../rig/processes.ts";
import type { RunningService } from "../rig/running-service.ts";

/** What became of the reports of one kind. */
interface Outcome {
  /** Whether each had an end, and one that fits what its server did. */
  readonly isRight: boolean;
  /** How much longer another report waited meanwhile than it does without them. */
  readonly othersWaitedMs: number;
  /** What became of them, seconds until then, and seconds that another one waited more. */
  readonly columns: readonly [string, string, string];
}

/** As many reports as one worker's service takes in hand at once. */
const inHand = 2;
/** As many results as it delivers to one receiver at once: with two attempts each too few for the circuit breaker. */
export const deliveriesInHand = 2;
const patienceMs = 120_000;

/** Sends reports to a service, bad ones with a good one behind them, and sees what comes of each. */
export class Trial {
  readonly #running: RunningService;
  readonly #servers: HostileServers;
  #nextReport = 1;

  constructor(running: RunningService, servers: HostileServers) {
    this.#running = running;
    this.#servers = servers;
  }

  /**
   * Milliseconds from the report of a good picture to its result, behind so many others that are read as well. Measured anew
   * before each trial: the machine's neighbours change what it takes.
   */
  async #usual(others: number): Promise<number> {
    await this.#several(others, () => this.#submit(this.#running.pictures.url("steps.png")));
    const took = await this.#good();
    await this.#running.settled(patienceMs);
    return took;
  }

  /** Has pictures loaded from a server of this kind. */
  async ofPictures(kind: FaultName): Promise<Outcome> {
    const { means } = faultNamed(kind);
    const usual = await this.#usual(means === "whole" ? inHand : 0);
    const began = performance.now();
    const ids = await this.#several(inHand, () => this.#submit(this.#servers.url(kind)));
    const took = await this.#good();
    const jobs = await this.#jobs(ids, ({ state }) => state === "done" || state === "failed");
    const seconds = (performance.now() - began) / 1000;
    const ends = jobs.map(({ state, error, result }) =>
      state === "done" ? String(result?.status) : (error?.code ?? "failed without a code"),
    );
    const isRight = ends.every((end) =>
      means === "whole" ? end === "verified" : /^(DOWNLOAD|IMAGE|URL)_/.test(end),
    );
    return outcome(isRight, ends, seconds, took - usual);
  }

  /** Has results delivered to a receiver of this kind. */
  async ofReceiver(kind: FaultName, environment: string): Promise<Outcome> {
    const usual = await this.#usual(0);
    const began = performance.now();
    // Pictures that do not exist are results as well, and cost no reading.
    const ids = await this.#several(deliveriesInHand, () =>
      this.#submit(this.#running.pictures.url("none.png"), environment),
    );
    const took = await this.#good();
    const jobs = await this.#jobs(ids, ({ deliveries }) =>
      deliveries.some(({ state }) => state === "delivered" || state === "failed"),
    );
    const seconds = (performance.now() - began) / 1000;
    const last = jobs.flatMap(({ deliveries }) => deliveries.slice(0, 1));
    const { means } = faultNamed(kind);
    // Where 200 has come, the receiver has booked it, whatever follows.
    const isRight = last.every(({ state, last_status: status }) =>
      status !== null && status >= 200 && status < 300
        ? state === "delivered" && means !== "none"
        : state === "failed" && means !== "whole",
    );
    const ends = last.map(
      ({ state, last_status: status }) => `${state}${status === null ? "" : ` (${status})`}`,
    );
    return outcome(isRight, ends, seconds, took - usual);
  }

  /** Sends a report of a good picture, and says after how many milliseconds its result came. */
  async #good(): Promise<number> {
    const began = performance.now();
    const report = await this.#submitNumbered(this.#running.pictures.url("steps.png"));
    const { laravel } = this.#running;
    const isHere = (): boolean => laravel.bookedReports.includes(String(report.id));
    await until("a good picture's result has come", isHere, patienceMs);
    return performance.now() - began;
  }

  #several(count: number, submit: () => Promise<string>): Promise<string[]> {
    return Promise.all(Array.from({ length: count }, submit));
  }

  async #submit(url: string, environment?: string): Promise<string> {
    return (await this.#submitNumbered(url, environment)).job;
  }

  async #submitNumbered(url: string, environment?: string): Promise<{ id: number; job: string }> {
    const id = this.#nextReport++;
    const named = environment === undefined ? {} : { environment };
    const { status, body } = await this.#running.submit({ report_id: id, user_id: 1, s3_url: url, ...named });
    if (status !== 202) throw new Error(`A report was answered with ${status}: ${JSON.stringify(body)}`);
    return { id, job: String(body["job_id"]) };
  }

  async #jobs(ids: readonly string[], isOver: (job: ShownJob) => boolean): Promise<ShownJob[]> {
    let jobs: ShownJob[] = [];
    await until(
      "all reports have their end",
      async () => {
        const asked = ids.map((id) => this.#running.get(`/api/v1/ocr-ecosteps/${id}`));
        jobs = (await Promise.all(asked)) as unknown as ShownJob[];
        return jobs.every(isOver);
      },
      patienceMs,
    );
    return jobs;
  }
}

/** What the service shows of a job, as far as it is looked at here. */
interface ShownJob {
  readonly state: string;
  readonly error: { readonly code: string } | null;
  readonly result: { readonly status: string } | null;
  readonly deliveries: readonly { readonly state: string; readonly last_status: number | null }[];
}

function outcome(isRight: boolean, ends: readonly string[], seconds: number, waitedMs: number): Outcome {
  const shown = [...new Set(ends)].join(", ");
  return {
    isRight,
    othersWaitedMs: waitedMs,
    columns: [
      isRight ? shown : `WRONG: ${shown}`,
      seconds.toFixed(1),
      (Math.max(0, waitedMs) / 1000).toFixed(1),
    ],
  };
}
