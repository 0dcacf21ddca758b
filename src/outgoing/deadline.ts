/** The time by which something has to be over, as those who do it see it. Made by `withDeadline` alone. */
class Deadline {
  /** Tells when the time is over, or when somebody gives it up before. */
  readonly signal: AbortSignal;
  readonly #isOver: () => boolean;

  constructor(signal: AbortSignal, isOver: () => boolean) {
    this.signal = signal;
    this.#isOver = isOver;
  }

  /** True when the time is over; false also where somebody gave it up. */
  get isOver(): boolean {
    return this.#isOver();
  }
}

export type { Deadline };

/** The time is over. */
export class DeadlineError extends Error {
  constructor(readonly milliseconds: number) {
    super(`not done within ${milliseconds / 1000} s`);
  }
}

/**
 * Does `work` in no more than so many milliseconds: rejects with a `DeadlineError` then, and with the reason of `givenUp` as
 * soon as that is aborted, whatever `work` waits for and whatever comes of it. So the end of a wait on somebody else never
 * hangs on what they send, or on what a library makes of it.
 */
export async function withDeadline<T>(
  milliseconds: number,
  work: (deadline: Deadline) => Promise<T>,
  givenUp?: AbortSignal,
): Promise<T> {
  const controller = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (reason: unknown): void => {
    controller.abort(reason);
    reject(reason);
  };
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    end(new DeadlineError(milliseconds));
  }, milliseconds);
  const onGivenUp = (): void => end(givenUp?.reason);
  givenUp?.addEventListener("abort", onGivenUp, { once: true });
  try {
    if (givenUp?.aborted === true) throw givenUp.reason;
    return await Promise.race([work(new Deadline(controller.signal, () => isOver)), ended]);
  } finally {
    clearTimeout(timer);
    givenUp?.removeEventListener("abort", onGivenUp);
  }
}
