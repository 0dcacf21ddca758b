import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Serving } from "../rig/serving.ts";
import { Scraper } from "./scraper.ts";
import { inOrder, type Variant } from "./together.ts";

/** Times that the pictures of the folder are read by each; those of the first time warm the workers. */
const times = 3;

/**
 * Pictures a minute from POST to acknowledged webhook by each variant, round by round: new services of all variants read the same
 * pictures at the same time, each with one worker and no cache, as `together` has them take in reports. What counts is what each
 * has done between the moment when the last one has read all pictures once and the moment when the first one is through.
 */
export async function readTogether<Name extends string>(
  variants: Readonly<Record<Name, Variant>>,
  rounds: number,
  folder: string,
  onScrape: (name: Name, text: string) => void,
): Promise<ReadonlyMap<Name, readonly number[]>> {
  const pictures = readdirSync(join(folder, "images"));
  const bytes = new Map(pictures.map((name) => [name, readFileSync(join(folder, "images", name))]));
  const rates = new Map<Name, number[]>(inOrder(variants, 0).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = inOrder(variants, round);
    const deliveries = new Map<string, number[]>(order.map((name) => [name, []]));
    const through = Promise.withResolvers<void>();
    const server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      async fetch(request) {
        const [, first = "", second = ""] = new URL(request.url).pathname.split("/");
        if (request.method === "GET") return new Response(bytes.get(decodeURIComponent(second)));
        await request.json();
        const done = deliveries.get(first);
        if (done?.push(performance.now()) === times * pictures.length) through.resolve();
        return Response.json({ success: true });
      },
    });
    const url = `http://127.0.0.1:${server.port}`;
    const servings: Serving[] = [];
    const scrapers: Scraper[] = [];
    try {
      for (const name of order) {
        const { settings, scrapeEvery } = variants[name];
        const own = { WORKER_COUNT: "1", CACHE_HOURS: "0", LARAVEL_API_URL: `${url}/${name}` };
        const serving = await Serving.start({ ...own, ...settings });
        servings.push(serving);
        scrapers.push(new Scraper(serving.url, scrapeEvery, (text) => onScrape(name, text)));
      }
      for (const scraper of scrapers) scraper.start();
      for (let report_id = 0; report_id < times * pictures.length; report_id++) {
        const s3_url = `${url}/pictures/${pictures[report_id % pictures.length]}`;
        for (const serving of servings)
          await serving.post("/api/v1/ocr-ecosteps", { report_id, user_id: 1, s3_url });
      }
      await through.promise;
      const until = performance.now();
      const all = [...deliveries.values()];
      const from = Math.max(...all.map((done) => done[pictures.length - 1] ?? until));
      for (const name of order) {
        const count = deliveries.get(name)?.filter((at) => at > from && at <= until).length ?? 0;
        rates.get(name)?.push((60_000 * count) / (until - from));
      }
    } finally {
      for (const scraper of scrapers) await scraper.stop();
      for (const serving of servings) await serving.stop();
      await server.stop(true);
    }
  }
  return rates;
}
