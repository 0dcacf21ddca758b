import type { CallersId } from "./job.ts";

/**
 * `pending` is on its way or waits for its next attempt; `delivered` was answered 2xx; `failed` waits for an operator, who
 * has it sent again, or says that nothing has to be done about it: `dismissed`.
 */
export const deliveryStates = ["pending", "delivered", "failed", "dismissed"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** The form of a delivery's id. */
export const deliveryIdForm = /^msg_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** See `jobIdBeginning`. */
export const deliveryIdBeginning = /^msg_[0-9a-f][0-9a-f-]{3,35}$/;

/**
 * A result on its way to its environment's destination. Written in the transaction that ends its job, or in which a person
 * decides what it comes to.
 */
export interface Delivery {
  /** The `webhook-id` of every attempt: `msg_` and a UUID of version 7. */
  readonly id: string;
  readonly jobId: string;
  readonly environment: string;
  readonly reportId: CallersId;
  /** The exact text that is sent. */
  readonly body: string;
  readonly state: DeliveryState;
  /** Attempts begun, this one included: an attempt is counted, on disk, before it is made. */
  readonly attempts: number;
  /**
   * Attempts whose answer nobody knows, because the process died between sending and noting: the destination may
   * have booked them.
   */
  readonly unknown: number;
  readonly createdAt: number;
  /**
   * Since when somebody waits for it: when its job came in, or a later picture of its report did; of what a person decided
   * since he cannot take it back any more.
   */
  readonly waitedForSince: number;
  readonly lastAttemptAt: number | null;
  readonly endedAt: number | null;
  /** When the next attempt is due. */
  readonly dueAt: number | null;
  readonly lastAnswer: Answer | null;
  /** That of its job. */
  readonly trace: string | null;
}

/** What came back from an attempt. */
export interface Answer {
  /** HTTP status; `null` when there was no answer. */
  readonly status: number | null;
  /** The beginning of the answer's body, or what went wrong with the connection. */
  readonly detail: string;
}

/** A delivery that somebody makes. Whoever has its claim token may end the attempt, and nobody else. */
export interface DeliveryClaim {
  readonly delivery: Delivery;
  readonly claimToken: string;
  /** False when it is not what the job ended with: the disk has changed it. */
  readonly isSound: boolean;
}

/** How an attempt ends, and what its answer says about the key, where it says anything. */
export type AttemptEnd = { readonly answer: Answer; readonly key?: KeyAnswer } & (
  | { readonly state: "delivered" | "failed" }
  /** Tried again after `delayMs`. `counts: false` takes the attempt back: it says nothing about this delivery. */
  | { readonly state: "pending"; readonly delayMs: number; readonly counts: boolean }
);

/**
 * What a destination says about the key that a delivery was sent with. One that is refused holds the environment; `refused`
 * says why, for people. One that is accepted ends that.
 */
export type KeyAnswer =
  | "accepted"
  | {
      readonly refused: string;
      /** See `Hold`. */
      readonly fingerprint: string;
    };
