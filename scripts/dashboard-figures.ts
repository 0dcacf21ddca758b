/**
 * Prints what the dashboard costs, beside what the project promises: how large it is, how soon it is there in a real browser,
 * and what those who watch take of the server's processor. A minute; loopback only; needs chromium.
 *
 *   bun scripts/dashboard-figures.ts [--clients 50] [--seconds 20] [--rounds 5] [--json] [--write]
 *
 * It measures dist/ocr-eco, which `bun run build` makes.
 */
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { median } from "../src/reading/median.ts";
import { Figures } from "./common/figures.ts";
import { noMore, none } from "./common/target.ts";
import { wholeFrom1 } from "./common/whole-from-1.ts";
import { program, Serving } from "./rig/serving.ts";

const { values: options } = parseArgs({
  options: {
    clients: { type: "string", default: "50" },
    seconds: { type: "string", default: "20" },
    rounds: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const clients = wholeFrom1("clients", options.clients);
const seconds = wholeFrom1("seconds", options.seconds);
const rounds = wholeFrom1("rounds", options.rounds);
const figures = new Figures("dashboard-figures", { ...options, program });
/** Each holder may watch eight times: here everybody who watches has a key of his own. */
const keys = Array.from({ length: clients }, (_, at) => `watcher-${at}-${"0".repeat(24)}`);

const open = await Serving.start({ API_KEY: "" });
try {
  const sizes = await sizesOf(open.url);
  figures.add("The page", [
    noMore("compressed, all that the first view loads", sizes.compressed / 1000, 150, "kB"),
    none("files", String(sizes.files)),
    noMore("from the address to numbers on the screen, median", await readyMs(open.url), 1000, "ms"),
  ]);
} finally {
  await open.stop();
}

const serving = await Serving.start({
  API_KEYS: keys.map((key, at) => `watcher-${at}:${key}:look:unlimited:2026-11-01`).join(","),
});
try {
  const alone = await processorShare(() => () => {});
  const watched = await processorShare(watch);
  figures.add(`${clients} who watch, for ${seconds} s`, [
    none("of a core while nobody does", `${alone} %`),
    none("of a core while they do", `${watched} %`),
    noMore("what they add", Math.round((watched - alone) * 100) / 100, 2, "% of a core"),
  ]);
} finally {
  await serving.stop();
}
if (options.json) console.log(JSON.stringify({ program, parts: figures.parts }, null, 2));
figures.end();

/** Bytes of the page and of all that it names, as a browser gets them. */
async function sizesOf(url: string): Promise<{ compressed: number; files: number }> {
  const page = await (await fetch(`${url}/dashboard`)).text();
  const names = [...page.matchAll(/(?:href|src)="(\/dashboard\/files\/[^"]+)"/g)].map(
    ([, name = ""]) => name,
  );
  const files = await Promise.all(
    names.map(async (name) => {
      const response = await fetch(`${url}${name}`, {
        headers: { "accept-encoding": "gzip" },
        decompress: false,
      } as BunFetchRequestInit);
      return (await response.arrayBuffer()).byteLength;
    }),
  );
  return { compressed: files.reduce((sum, each) => sum + each, page.length), files: names.length };
}

/** Milliseconds until a browser that was never there shows numbers. */
async function readyMs(url: string): Promise<number> {
  const browser = await chromium.launch({
    executablePath: Bun.which("chromium") ?? "chromium",
    args: ["--no-sandbox"],
  });
  try {
    const taken: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const began = performance.now();
      await page.goto(`${url}/dashboard`);
      await page.locator(".tiles").waitFor();
      taken.push(performance.now() - began);
      await context.close();
    }
    return Math.round(median(taken));
  } finally {
    await browser.close();
  }
}

/** The server's share of a core, with its workers, in percent, while something goes on. */
async function processorShare(begin: (url: string) => () => void): Promise<number> {
  const end = begin(serving.url);
  await Bun.sleep(2000);
  const [before, began] = [serving.cpuSeconds, performance.now()];
  await Bun.sleep(seconds * 1000);
  const share = (100_000 * (serving.cpuSeconds - before)) / (performance.now() - began);
  end();
  return Math.round(share * 100) / 100;
}

/** Opens so many streams and reads all of them; gives back what ends that. */
function watch(url: string): () => void {
  const over = new AbortController();
  for (const key of keys)
    void fetch(`${url}/dashboard/live`, { headers: { "x-api-key": key }, signal: over.signal })
      .then(async ({ body }) => {
        if (body !== null) for await (const _ of body);
      })
      .catch(() => {});
  return () => over.abort();
}
