import { key } from "../rig/serving.ts";

/** Scrapes a service's metrics as often as it is said, in milliseconds, first after half of that. */
export class Scraper {
  readonly #url: string;
  readonly #every: number;
  readonly #onScrape: (text: string) => void;
  #timer: Timer | undefined;
  #scrape: Promise<void> = Promise.resolve();

  constructor(url: string, every: number, onScrape: (text: string) => void) {
    this.#url = url;
    this.#every = every;
    this.#onScrape = onScrape;
  }

  start(): void {
    if (Number.isFinite(this.#every)) this.#plan(this.#every / 2);
  }

  /** Ends it, when the service has answered what it was asked last: it may end then, too. */
  stop(): Promise<void> {
    clearTimeout(this.#timer);
    return this.#scrape;
  }

  #plan(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      this.#plan(this.#every);
      this.#scrape = this.#ask();
    }, milliseconds);
  }

  async #ask(): Promise<void> {
    const headers = { "x-api-key": key, accept: "application/openmetrics-text; version=1.0.0" };
    this.#onScrape(await (await fetch(`${this.#url}/metrics`, { headers })).text());
  }
}
