import type { Job } from "./job.ts";

/** What a person is to decide about a job that has ended, or has decided. */
export interface Review {
  /** Who looks at it now, so that nobody else does; `null` when nobody does, or did too long ago. */
  readonly holder: string | null;
  readonly decided: Decided | null;
}

/** What a person decided. */
export interface Decided {
  /** A text of whoever decides: the queue keeps it, and compares it with itself. */
  readonly decision: string;
  readonly by: string;
  readonly at: number;
  /** Whether it can be taken back: nothing of it was sent yet. */
  readonly canBeUndone: boolean;
}

/** A job with what is, or is to be, decided about it. */
export interface JobInReview {
  readonly job: Job;
  readonly review: Review;
}

/** Which of those that nobody has decided, and for how long they are handed out. */
export interface ReviewsWanted {
  readonly most: number;
  /** Milliseconds after which others may have them, unless their holder asks again. */
  readonly leaseMs: number;
  /** Milliseconds since their jobs ended after which they are offered to nobody any more. */
  readonly keptMs: number;
  readonly environment?: string;
  /** This one alone. */
  readonly jobId?: string;
  /** None of these. */
  readonly except?: readonly string[];
}

/** A decision on its way into the queue. */
export interface Deciding {
  /** See `Decided`. */
  readonly decision: string;
  readonly by: string;
  /** Milliseconds that it waits before it is sent, in which it can be taken back. */
  readonly undoMs: number;
  /** Makes the body of what is sent; `null` sends nothing. */
  readonly compose: (job: Job) => string | null;
}

/** What became of a decision, or of taking one back. */
export type ReviewOutcome =
  /** It is kept; `job` is as it was read. */
  | {
      readonly outcome: "done";
      readonly job: Job;
      readonly undoUntil: number | null;
      /** False where it had been asked for before. */
      readonly isNew: boolean;
    }
  /** There is no such job, or it is not, or no longer, for a person to decide. */
  | { readonly outcome: "unknown" }
  /** Its report has a later job, which stands for it. */
  | { readonly outcome: "replaced" }
  /** Its result is still on its way: what comes later must not be there first. */
  | { readonly outcome: "on-its-way" }
  | { readonly outcome: "held"; readonly by: string }
  | { readonly outcome: "decided"; readonly by: string }
  /** To be taken back: it is nobody's, somebody else's, or was sent. */
  | { readonly outcome: "undecided" | "sent" };

/** How much there is to decide, and who does. */
export interface ReviewCounts {
  readonly open: number;
  /** When the oldest one that nobody has decided came; `null` without one. */
  readonly oldestAt: number | null;
  /** Of those, how many each person has before him. */
  readonly held: Readonly<Record<string, number>>;
  /** How many each person decided in the time that was asked for. */
  readonly decided: Readonly<Record<string, number>>;
}
