/** How often the timer looks, in milliseconds. */
const every = 500;

/** Tells `hear` twice a second by how many milliseconds a timer came too late: so long did whoever came meanwhile wait. */
export class EventLoopWatch {
  readonly #hear: (milliseconds: number) => void;
  #timer: Timer | undefined;

  constructor(hear: (milliseconds: number) => void) {
    this.#hear = hear;
  }

  start(): void {
    let due = performance.now() + every;
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#hear(Math.max(0, now - due));
      due = now + every;
    }, every);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
