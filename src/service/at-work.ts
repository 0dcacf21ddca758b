import type { Job } from "../queue/job.ts";

/** Ids of jobs that ended which are remembered. */
const mostEnded = 10;

/** A job that is worked on. */
export interface Work {
  readonly job: Job;
  /** When it was taken in hand, in milliseconds since 1970. */
  readonly since: number;
  /** Whether its picture is here: it is read, or waits for a worker that is free. */
  readonly isLoaded: boolean;
}

/** What this process works on, and which jobs it ended last: for people who watch. */
export class AtWork {
  readonly #now = new Set<Work>();
  readonly #ended: string[] = [];

  /** Notes that a job is taken in hand. Says how to note that its picture is here, and that it is out of hand again. */
  begin(job: Job): { readonly loaded: () => void; readonly over: () => void } {
    const work = { job, since: Date.now(), isLoaded: false };
    this.#now.add(work);
    return {
      loaded: () => {
        work.isLoaded = true;
      },
      over: () => {
        this.#now.delete(work);
      },
    };
  }

  /** Notes that a job has ended. Its id alone is kept: what else there is about somebody is where it can be forgotten. */
  ended(jobId: string): void {
    this.#ended.unshift(jobId);
    this.#ended.splice(mostEnded);
  }

  /** What is in hand, what was taken first before the others. */
  get now(): readonly Work[] {
    return [...this.#now];
  }

  /** The ids of the jobs that ended last, newest first. */
  get lastEnded(): readonly string[] {
    return this.#ended;
  }
}
