import { join } from "node:path";
import { key, Serving } from "../rig/serving.ts";
import { submitReports } from "../service-figures/submit-reports.ts";
import { Scraper, scraped } from "./scraper.ts";

/** A way to run the service: its settings, and how often it is scraped, in milliseconds. */
export interface Variant {
  readonly settings: Readonly<Record<string, string>>;
  readonly scrapeEvery: number;
}

/** So long do all of them take reports in, in seconds: as long as Prometheus waits between two scrapes by our file. */
const seconds = 15;
/** Connections to each. */
const connections = 25;
/** Reports and scrapes before that: a program that was just started compiles what it runs often, and services run for weeks. */
const before = { reports: 40_000, scrapes: 5 };

/**
 * Reports a second that a service takes in by each variant, round by round: new ones of all variants run and work at the same time.
 * From one second to the next this machine varies by a tenth, and two services that are started alike by a twenty-fifth; what the
 * machine does besides is the same for all of them this way, and how they were started evens out.
 */
export async function together<Name extends string>(
  variants: Readonly<Record<Name, Variant>>,
  rounds: number,
  onScrape: (name: Name, text: string) => void,
): Promise<ReadonlyMap<Name, readonly number[]>> {
  const names = Object.keys(variants) as Name[];
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    // Each is the first, and the last, as often as the others.
    const order = names.map((_, index) => names[(index + round) % names.length] as Name);
    const servings = new Map<Name, Serving>();
    try {
      for (const name of order) {
        const serving = await Serving.start({ WORKER_COUNT: "1", ...variants[name].settings });
        servings.set(name, serving);
        await serving.post("/admin/pause");
        await submitReports(serving.url, before.reports);
        if (Number.isFinite(variants[name].scrapeEvery))
          for (let scrape = 0; scrape < before.scrapes; scrape++) await scraped(serving.url);
      }
      const scrapers = order.map(
        (name) =>
          new Scraper(servings.get(name)?.url ?? "", variants[name].scrapeEvery, (text) =>
            onScrape(name, text),
          ),
      );
      for (const scraper of scrapers) scraper.start();
      const taken = await load([...servings.values()].map(({ url }) => url));
      for (const scraper of scrapers) scraper.stop();
      for (const [index, name] of order.entries()) rates.get(name)?.push((taken[index] ?? 0) / seconds);
    } finally {
      for (const serving of servings.values()) await serving.stop();
    }
  }
  return rates;
}

/** How many reports each took in. */
async function load(urls: readonly string[]): Promise<readonly number[]> {
  const script = join(import.meta.dir, "load-together.ts");
  const words = [key, String(connections), String(seconds), String(before.reports + 1), ...urls];
  const child = Bun.spawn([process.execPath, script, ...words], { stdout: "pipe", stderr: "inherit" });
  return JSON.parse(await new Response(child.stdout).text());
}

/** One beside another one, round by round, in percent: the mean, and how far it may be off (the standard error). */
export function beside(
  values: readonly number[],
  others: readonly number[],
): { readonly percent: number; readonly error: number } {
  const ratios = values.map((value, index) => Math.log(value / (others[index] ?? Number.NaN)));
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const squares = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0);
  const error = Math.sqrt(squares / (ratios.length - 1) / ratios.length);
  return { percent: 100 * Math.exp(mean), error: 100 * error };
}
