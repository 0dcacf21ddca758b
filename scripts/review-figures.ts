/**
 * Prints what the review desk adds to a person's own time, beside what the project promises: from a key to the next picture,
 * and how many readings a person decides in a minute who looks at each for so long. Real readings in a real browser; two
 * minutes; loopback only; needs chromium.
 *
 *   bun scripts/review-figures.ts [--look 2.5] [--json] [--write]
 *
 * It measures dist/ocr-eco, which `bun run build` makes.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { median } from "../src/reading/median.ts";
import { Figures } from "./common/figures.ts";
import { fixture } from "./common/fixtures.ts";
import { noLess, noMore, none } from "./common/target.ts";
import { Laravel } from "./rig/laravel.ts";
import { PictureServer } from "./rig/picture-server.ts";
import { RunningService } from "./rig/running-service.ts";
import { program } from "./rig/serving.ts";

const { values: options } = parseArgs({
  options: {
    look: { type: "string", default: "2.5" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const look = Number(options.look);
if (!(look >= 0 && look <= 60)) throw new Error("--look must be seconds, as in 2.5");
const figures = new Figures("review-figures", { ...options, program });

const data = mkdtempSync(join(tmpdir(), "ocr-eco-review-"));
const [laravel, pictures] = [new Laravel(), new PictureServer()];
const service = new RunningService({
  laravel,
  pictures,
  dataFolder: join(data, "data"),
  // All go to the desk, and no key is needed to decide.
  env: { API_KEY: "", ACCEPT: "none" },
  command: [...program, "serve"],
});
const browser = await chromium.launch({
  executablePath: Bun.which("chromium") ?? "chromium",
  args: ["--no-sandbox"],
});

try {
  await service.start();
  await submitAll();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // Keys are timed from the browser's own event to the frame that has the next picture.
  await page.addInitScript(`
    let pressed = 0;
    globalThis.drawnAfter = [];
    addEventListener("keydown", () => { pressed = performance.now(); }, { capture: true });
    document.addEventListener("load", ({ target }) => {
      if (pressed === 0 || target.closest?.(".whole") == null) return;
      const from = pressed;
      pressed = 0;
      requestAnimationFrame(() => globalThis.drawnAfter.push(performance.now() - from));
    }, { capture: true });
  `);
  await page.goto(`${service.url}/dashboard#review`);
  await page.locator('.deciding[data-seen="true"]').waitFor();
  const began = performance.now();
  await decideAll(page);
  const minutes = (performance.now() - began) / 60_000;
  const decided = service.logged("audit").filter(({ action }) => action === "review/decide").length;
  const taken = (await page.evaluate<number[]>("globalThis.drawnAfter")).toSorted(
    (one, other) => one - other,
  );
  const late = taken[Math.ceil(taken.length * 0.95) - 1] ?? Number.NaN;
  figures.add("The review desk", [
    none("readings decided", String(decided)),
    noMore("from a key to the next picture on the screen, median", Math.round(median(taken)), 100, "ms"),
    none("the same, 95 of 100", `${Math.round(late)} ms`),
    noLess(`decided in a minute by who looks ${look} s`, Math.round((10 * decided) / minutes) / 10, 20, ""),
  ]);
  if (options.json) console.log(JSON.stringify({ program, parts: figures.parts }, null, 2));
  figures.end();
} finally {
  await browser.close();
  service.signal("SIGTERM");
  await service.ended();
  await Promise.all([laravel.close(), pictures.close()]);
  rmSync(data, { recursive: true, force: true });
}

/** Has all drawn pictures read. */
async function submitAll(): Promise<void> {
  const names = readdirSync(fixture("images")).filter((name) => name.endsWith(".png"));
  for (const [index, name] of names.entries()) {
    pictures.serve(name, readFileSync(fixture("images", name)));
    const user_id = 140 + index;
    await service.submit({ report_id: 1001 + index, user_id, s3_url: pictures.url(name) });
  }
  await service.settled(300_000);
}

/** Decides about all that are there. */
async function decideAll(page: Page): Promise<void> {
  for (;;) {
    await Bun.sleep(look * 1000);
    const report = page.locator(".desk a").first();
    const before = await report.textContent();
    await page.keyboard.press((await page.locator(".candidate").textContent())?.match(/\d/) ? "a" : "n");
    const nothing = page.getByText("Nothing is in doubt.");
    await page
      .locator(`.desk:not(:has-text("${before}")) .deciding[data-seen="true"]`)
      .or(nothing)
      .first()
      .waitFor();
    if (await nothing.isVisible()) return;
  }
}
