/** How long what was found is good enough, and how long the driver's program may take, in milliseconds. */
const usualTimes = { freshMs: 5000, patienceMs: 3000 };

/** What a card of NVIDIA is doing; `null` for what the driver does not tell, as of parts of a card. */
export interface CardUse {
  readonly memoryUsedMb: number | null;
  readonly memoryTotalMb: number | null;
  /** Share of the time in which something ran on it. */
  readonly busyPercent: number | null;
  readonly celsius: number | null;
}

const fields = ["name", "memory.used", "memory.total", "utilization.gpu", "temperature.gpu"];

/**
 * Tells what a card is doing by `nvidia-smi`, which comes with NVIDIA's driver; of other makers' cards nothing is known. It
 * takes a while, so it is asked seldom. Where a card hangs, so does the program, and often cannot be killed: nobody waits for it
 * longer than a moment, and there is never a second one beside it.
 */
export class CardMeter {
  readonly #program: string;
  readonly #times: typeof usualTimes;
  #rows: readonly string[][] | null = null;
  #asked: Promise<void> | null = null;
  #at = 0;
  #isRunning = false;

  constructor(program = "nvidia-smi", times = usualTimes) {
    this.#program = program;
    this.#times = times;
  }

  /** Of the first card with this name; `null` when there is none, or nobody to ask. Nobody waits for a newer answer than one that is there. */
  async measure(name: string): Promise<CardUse | null> {
    if (!/nvidia/i.test(name)) return null;
    const isFresh = this.#rows !== null && performance.now() - this.#at <= this.#times.freshMs;
    if (!isFresh && !this.#isRunning) this.#asked ??= this.#askAnew();
    if (this.#rows === null) await this.#asked;
    const row = this.#rows?.find(([own]) => own === name);
    if (row === undefined) return null;
    const [memoryUsedMb = null, memoryTotalMb = null, busyPercent = null, celsius = null] = row
      .slice(1)
      .map((text) => (/^\d+$/.test(text) ? Number(text) : null));
    return { memoryUsedMb, memoryTotalMb, busyPercent, celsius };
  }

  async #askAnew(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<string[][]>();
    const timer = setTimeout(() => resolve([]), this.#times.patienceMs);
    this.#rows = await Promise.race([this.#ask(), late]);
    clearTimeout(timer);
    this.#at = performance.now();
    this.#asked = null;
  }

  async #ask(): Promise<string[][]> {
    this.#isRunning = true;
    try {
      const child = Bun.spawn(
        [this.#program, `--query-gpu=${fields.join(",")}`, "--format=csv,noheader,nounits"],
        { stdio: ["ignore", "pipe", "ignore"], timeout: this.#times.patienceMs, killSignal: "SIGKILL" },
      );
      const text = await new Response(child.stdout).text();
      return (await child.exited) === 0
        ? text.split("\n").map((line) => line.split(",").map((each) => each.trim()))
        : [];
    } catch {
      // There is no such program.
      return [];
    } finally {
      this.#isRunning = false;
    }
  }
}
