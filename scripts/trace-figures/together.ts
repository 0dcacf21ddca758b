import { join } from "node:path";
import { key, Serving } from "../rig/serving.ts";
import { Scraper } from "./scraper.ts";

/** A way to run the service: its settings, and how often it is scraped, in milliseconds. */
export interface Variant {
  readonly settings: Readonly<Record<string, string>>;
  readonly scrapeEvery: number;
}

/** So long do all of them take reports in, in seconds, some scrapes by our file for Prometheus. */
const seconds = 45;
/**
 * So long before that, and how often each that is scraped at all is scraped then, in milliseconds: what is compiled when it has run some
 * hundred times is no cost of a program that runs for weeks.
 */
const [warmUpSeconds, warmUpScrapeEvery] = [30, 300];
/** More reports than there are before it: one that is sent again is no new one. */
const farBehind = 10_000_000;
/** Connections to each. */
const connections = 25;

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
  const rates = new Map<Name, number[]>(inOrder(variants, 0).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = inOrder(variants, round);
    const servings = new Map<Name, Serving>();
    try {
      for (const name of order) {
        const serving = await Serving.start({ WORKER_COUNT: "1", ...variants[name].settings });
        servings.set(name, serving);
        await serving.post("/admin/pause");
      }
      const load = async (howLong: number, first: number, scrapeEvery: (every: number) => number) => {
        const scrapers = order.map((name) => {
          const tell = (text: string): void => onScrape(name, text);
          const every = scrapeEvery(variants[name].scrapeEvery);
          return new Scraper(servings.get(name)?.url ?? "", every, tell);
        });
        for (const scraper of scrapers) scraper.start();
        const taken = await loadTogether([...servings.values()], howLong, first);
        for (const scraper of scrapers) await scraper.stop();
        return taken;
      };
      await load(warmUpSeconds, 1, (every) => (Number.isFinite(every) ? warmUpScrapeEvery : every));
      const taken = await load(seconds, farBehind, (every) => every);
      for (const [index, name] of order.entries()) rates.get(name)?.push((taken[index] ?? 0) / seconds);
    } finally {
      for (const serving of servings.values()) await serving.stop();
    }
  }
  return rates;
}

/** The variants' names, in another order in each round: each is the first, and the last, as often as the others. */
export function inOrder<Name extends string>(
  variants: Readonly<Record<Name, Variant>>,
  round: number,
): readonly Name[] {
  const names = Object.keys(variants) as Name[];
  return names.map((_, index) => names[(index + round) % names.length] as Name);
}

/** How many reports each took in meanwhile, numbered from `first`. */
async function loadTogether(
  servings: readonly Serving[],
  howLong: number,
  first: number,
): Promise<readonly number[]> {
  const script = join(import.meta.dir, "load-together.ts");
  const urls = servings.map(({ url }) => url);
  const words = [key, String(connections), String(howLong), String(first), ...urls];
  const child = Bun.spawn([process.execPath, script, ...words], { stdout: "pipe", stderr: "inherit" });
  return JSON.parse(await new Response(child.stdout).text());
}

/** One beside another one, in percent: the mean of all rounds, and how far it may be off (the standard error). */
export interface Beside {
  readonly percent: number;
  readonly error: number;
}

/** Values beside others that were measured in the same rounds: two at least. */
export function beside(values: readonly number[], others: readonly number[]): Beside {
  const ratios = values.map((value, index) => Math.log(value / (others[index] ?? Number.NaN)));
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const squares = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0);
  const error = Math.sqrt(squares / (ratios.length - 1) / ratios.length);
  return { percent: 100 * Math.exp(mean), error: 100 * error };
}
