/**
 * Runs one piece of work again and again, each time that it is asked to and never twice at once: what asks while it
 * runs makes it run once more. Without being asked it runs at the time that the work itself gave back, in milliseconds
 * from then on; `null` waits until somebody asks.
 */
export class Pace {
  readonly #work: () => Promise<number | null>;
  readonly #onError: (error: unknown) => void;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  #timer: Timer | undefined;

  /** What the work throws goes to `onError`, and the work is tried again after a second. */
  constructor(work: () => Promise<number | null>, onError: (error: unknown) => void) {
    this.#work = work;
    this.#onError = onError;
  }

  /** Asks for the work to be done, now or as soon as it is done with. */
  ask = (): void => {
    if (this.#stopped) return;
    this.#again = true;
    this.#running ??= this.#run();
  };

  /** Hears nobody any more. Resolves when what was asked for before is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    // So that work that asks at once finds itself running.
    await null;
    let pause: number | null = null;
    while (this.#again) {
      this.#again = false;
      clearTimeout(this.#timer);
      try {
        pause = await this.#work();
      } catch (error) {
        this.#onError(error);
        pause = 1000;
      }
    }
    this.#running = null;
    if (pause === null || this.#stopped) return;
    // Longer times than a timer can hold are looked at again every day.
    this.#timer = setTimeout(this.ask, Math.min(Math.max(0, pause), 86_400_000));
  }
}
