/**
 * Takes pictures of the dashboard's views in a real browser, at the widths of a phone, a tablet and a screen, of a service that
 * reads drawn screenshots: for whoever changes a view, and for our pages.
 *
 *   bun scripts/dashboard-pictures.ts <folder> [--dark] [--language id] [--pages]
 *
 * With --pages those of a screen also go to docs/, cut to what is seen first, for our pages.
 *
 * Half a minute; loopback only; needs chromium.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import sharp from "sharp";
import { fixture } from "./common/fixtures.ts";
import { Laravel } from "./rig/laravel.ts";
import { PictureServer } from "./rig/picture-server.ts";
import { programFile } from "./rig/programs.ts";
import { RunningService } from "./rig/running-service.ts";

const {
  values: { dark, language, pages },
  positionals: [folder],
} = parseArgs({
  options: {
    dark: { type: "boolean", default: false },
    language: { type: "string", default: "en" },
    pages: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
if (folder === undefined) throw new Error("Name the folder that the pictures go to");
mkdirSync(folder, { recursive: true });

const widths = [390, 820, 1440] as const;
const sample = fixture("images", "samsung-daily-activity-en-light.png");
const data = mkdtempSync(join(tmpdir(), "ocr-eco-pictures-"));
const [laravel, pictures] = [new Laravel(), new PictureServer()];
const service = new RunningService({
  laravel,
  pictures,
  dataFolder: join(data, "data"),
  env: { API_KEY: "" },
  command: [process.execPath, programFile("cli/main.ts"), "serve"],
});

try {
  await service.start();
  const job = await work();
  const browser = await chromium.launch({
    executablePath: Bun.which("chromium") ?? "chromium",
    args: ["--no-sandbox"],
  });
  for (const width of widths) {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme: dark ? "dark" : "light",
      locale: language === "id" ? "id-ID" : "en-GB",
      timezoneId: "Asia/Jakarta",
    });
    const take = async (name: string): Promise<void> => {
      const path = join(folder, `${name}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
      console.log(path);
      if (pages && width === widths.at(-1)) await forPages(path, name);
    };
    await page.goto(`${service.url}/dashboard`);
    await page.locator(".chart").nth(1).waitFor();
    await take("now");
    await page.goto(`${service.url}/dashboard#jobs`);
    await page.locator("tbody tr").first().waitFor();
    await take("jobs");
    await page.goto(`${service.url}/dashboard#jobs/${job}`);
    await page.locator("svg .box.chosen").waitFor();
    await take("job");
    await page.goto(`${service.url}/dashboard#review`);
    await page.locator('.deciding[data-seen="true"]').waitFor();
    await take("review");
    await page.goto(`${service.url}/dashboard#log`);
    await page.locator("tbody tr").first().waitFor();
    await take("log");
    await page.goto(`${service.url}/dashboard#try`);
    await page.locator("input[type=file]").first().setInputFiles(sample);
    await page.locator("svg .box.chosen").waitFor();
    await take("try");
    await page.close();
  }
  await browser.close();
} finally {
  service.signal("SIGTERM");
  await service.ended();
  await Promise.all([laravel.close(), pictures.close()]);
  rmSync(data, { recursive: true, force: true });
}

/** As small as a page on the web wants it: few colours, and what is seen before anybody scrolls. */
async function forPages(path: string, name: string): Promise<void> {
  const { width, height } = await sharp(path).metadata();
  const to = join(import.meta.dir, "..", "docs", name === "now" ? "dashboard.png" : `${name}.png`);
  await sharp(path)
    .extract({ left: 0, top: 0, width, height: Math.min(height, 1000) })
    .png({ palette: true, colours: 128, effort: 10 })
    .toFile(to);
  console.log(to);
}

/** Has all drawn pictures read, some of them refused by the application, one gone; gives the id of one that was read. */
async function work(): Promise<string> {
  const names = readdirSync(fixture("images")).filter((name) => name.endsWith(".png"));
  laravel.mood = ({ body }) =>
    Number(body["report_id"]) % 9 === 0 ? new Response("The report is closed.", { status: 422 }) : null;
  let chosen = "";
  for (const [index, name] of names.entries()) {
    pictures.serve(name, readFileSync(fixture("images", name)));
    const { body } = await service.submit({
      report_id: 1001 + index,
      user_id: 140 + (index % 7),
      s3_url: pictures.url(name),
    });
    if (name === "samsung-daily-activity-en-light.png") chosen = String(body["job_id"]);
  }
  await service.submit({ report_id: 1100, s3_url: pictures.url("gone.png") });
  await service.settled(120_000);
  for (const what of ["pause", "resume", `jobs/${chosen}/retry`])
    await service.post(`/admin/${what}`, undefined);
  return chosen;
}
