import type { Facts, JobState } from "./job.ts";

/** How many jobs of each state a filter finds. */
export interface JobsFound {
  readonly byState: Readonly<Record<JobState, number>>;
  /** Failed and cancelled ones that are the youngest job of their report: what came later stands for the others. */
  readonly retriable: number;
  /** Those that have not ended. */
  readonly cancellable: number;
}

/** Which part of a list, newest first. */
export interface Page {
  /** Only what is older than this id: the last one of the page before. */
  readonly before?: string;
  readonly most: number;
}

/** What is listed: what all of the members say together. */
interface Filter<State> {
  readonly states?: readonly State[];
  readonly environment?: string;
  /** As a text; finds numbers, too. */
  readonly reportId?: string;
  readonly jobId?: string;
  /** Only what was created in this time, `from` included. */
  readonly from?: number;
  readonly until?: number;
}

export type ListFilter<State> = Filter<State> & Page;

/** Which jobs. */
export interface JobFilter extends Filter<JobState> {
  /** As a text; finds numbers, too. */
  readonly userId?: string;
  /** Only those whose facts are like this; finds none that has no facts. */
  readonly facts?: FactsFilter;
}

/** What facts are to be: each of these members as `Facts` has it, and `doubt` among its doubts. */
export interface FactsFilter extends Partial<Omit<Facts, "doubts">> {
  readonly doubt?: string;
}

/** Which of the deliveries that failed. */
export type FailedFilter = Omit<ListFilter<"failed">, "states" | "most">;
