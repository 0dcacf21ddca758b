import { key, Serving } from "../rig/serving.ts";
import { submitReports } from "../service-figures/submit-reports.ts";

/** A way to run the service: its settings, and how often it is scraped, in milliseconds. */
export interface Variant {
  readonly settings: Readonly<Record<string, string>>;
  readonly scrapeEvery: number;
}

/** Reports of a window: some seconds of all that a service takes in, and spans are sent meanwhile. */
const inWindow = 15_000;
/** Those before the first window: a program that was just started compiles what it runs often. */
const before = 20_000;
/** So long has nobody sent spans, which go once a second, when all have been; and so long is waited for that. In milliseconds. */
const [silence, patience] = [1500, 20_000];
/** Milliseconds between two windows, whoever had the last one: what the disk still has to do of that is done by then. */
const pause = 3000;

/** Scrapes a service as often as it is said, by the time in which it has to do: windows are shorter than what is between two scrapes. */
export class Scraper {
  readonly #url: string;
  readonly #every: number;
  readonly #onScrape: (text: string) => void;
  #left: number;
  #since = 0;
  #timer: Timer | undefined;

  constructor(url: string, every: number, onScrape: (text: string) => void = () => {}) {
    this.#url = url;
    this.#every = every;
    this.#left = every;
    this.#onScrape = onScrape;
  }

  start(): void {
    if (!Number.isFinite(this.#every)) return;
    this.#since = performance.now();
    this.#timer = setTimeout(async () => {
      this.#left = this.#every;
      this.start();
      const headers = { "x-api-key": key, accept: "application/openmetrics-text; version=1.0.0" };
      this.#onScrape(await (await fetch(`${this.#url}/metrics`, { headers })).text());
    }, this.#left);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#left = Math.max(0, this.#left - (performance.now() - this.#since));
  }
}

/**
 * Reports a second that a service takes in by each variant, in so many windows: all of them run at the same time, one has to
 * do at a time, and each window begins with another one. So what the machine does besides, and what it did before, is the same for all.
 * `idleSince` says when spans came in last, by `performance.now()`.
 */
export async function alternately<Name extends string>(
  variants: Readonly<Record<Name, Variant>>,
  windows: number,
  idleSince: () => number,
  onScrape: (name: Name, text: string) => void,
): Promise<ReadonlyMap<Name, readonly number[]>> {
  const names = Object.keys(variants) as Name[];
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]));
  const servings = new Map<Name, Serving>();
  try {
    for (const name of names) servings.set(name, await Serving.start(variants[name].settings));
    const scrapers = new Map<Name, Scraper>();
    for (const [name, serving] of servings) {
      await serving.post("/admin/pause");
      await submitReports(serving.url, before);
      const tell = (text: string): void => onScrape(name, text);
      scrapers.set(name, new Scraper(serving.url, variants[name].scrapeEvery, tell));
    }
    for (let window = 0; window < windows; window++) {
      // Each comes behind each other one as often.
      const order = window % 2 === 0 ? names : names.toReversed();
      for (const index of names.keys()) {
        const name = order[(index + window) % names.length] as Name;
        await Bun.sleep(pause);
        // What one still has to send is not done in another one's time.
        const deadline = performance.now() + patience;
        while (performance.now() - idleSince() < silence && performance.now() < deadline)
          await Bun.sleep(100);
        const scraper = scrapers.get(name);
        scraper?.start();
        rates
          .get(name)
          ?.push(await submitReports(servings.get(name)?.url ?? "", inWindow, before + window * inWindow));
        scraper?.stop();
      }
    }
    return rates;
  } finally {
    for (const serving of servings.values()) await serving.stop();
  }
}
