/** How long what was found is good enough, and how long the driver's program may take, in milliseconds. */
const [freshMs, patienceMs] = [5000, 3000];

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
 * takes a while, so it is asked seldom.
 */
export class CardMeter {
  readonly #program: string;
  #rows: readonly string[][] | null = null;
  #asked: Promise<void> | null = null;
  #at = 0;

  constructor(program = "nvidia-smi") {
    this.#program = program;
  }

  /** Of the first card with this name; `null` when there is none, or nobody to ask. Nobody waits for a newer answer than one that is there. */
  async measure(name: string): Promise<CardUse | null> {
    if (!/nvidia/i.test(name)) return null;
    if (this.#rows === null || performance.now() - this.#at > freshMs) this.#asked ??= this.#askAnew();
    if (this.#rows === null) await this.#asked;
    const row = this.#rows?.find(([own]) => own === name);
    if (row === undefined) return null;
    const [memoryUsedMb = null, memoryTotalMb = null, busyPercent = null, celsius = null] = row
      .slice(1)
      .map((text) => (/^\d+$/.test(text) ? Number(text) : null));
    return { memoryUsedMb, memoryTotalMb, busyPercent, celsius };
  }

  async #askAnew(): Promise<void> {
    this.#rows = await this.#ask();
    this.#at = performance.now();
    this.#asked = null;
  }

  async #ask(): Promise<string[][]> {
    try {
      const child = Bun.spawn(
        [this.#program, `--query-gpu=${fields.join(",")}`, "--format=csv,noheader,nounits"],
        { stdio: ["ignore", "pipe", "ignore"], timeout: patienceMs, killSignal: "SIGKILL" },
      );
      const text = await new Response(child.stdout).text();
      return (await child.exited) === 0
        ? text.split("\n").map((line) => line.split(",").map((each) => each.trim()))
        : [];
    } catch {
      // There is no such program.
      return [];
    }
  }
}
