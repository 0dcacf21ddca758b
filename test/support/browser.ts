import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { cleanUp } from "./clean-up.ts";

const axe = readFileSync(join(import.meta.dir, "..", "..", "node_modules", "axe-core", "axe.min.js"), "utf8");

let opened: Promise<Browser> | undefined;

/** One browser for all tests of a process: it takes a second to start. */
function browser(): Promise<Browser> {
  opened ??= chromium
    .launch({
      executablePath: Bun.which("chromium") ?? "",
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
      ],
    })
    .then((one) => {
      process.once("exit", () => void one.close());
      return one;
    });
  return opened;
}

/** A page of a fresh browser profile, and what went wrong on it. */
export interface Visit {
  readonly page: Page;
  /** Failures of scripts, and what the page's policy has forbidden. */
  readonly failures: string[];
  /** Addresses that were asked for on another origin than the page's. */
  readonly strayed: string[];
  /** What axe finds that keeps somebody from using the page (WCAG 2.2, A and AA, and its best practices), as sentences. */
  readonly unusable: () => Promise<string[]>;
}

/** Opens an address as somebody would who was never there; it is closed with the test. */
export async function visit(url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await (await browser()).newContext({
    locale: "en-GB",
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  cleanUp(() => context.close());
  const page = await context.newPage();
  // A test fails for what is wrong, and never because the machine is busy: whatever hangs is ended with the test.
  page.setDefaultTimeout(240_000);
  const failures: string[] = [];
  const strayed: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security|Trusted/i.test(message.text()))
      failures.push(message.text());
  });
  page.on("request", (request) => {
    const address = request.url();
    if (!/^(data|blob):/.test(address) && new URL(address).origin !== new URL(url).origin)
      strayed.push(address);
  });
  await page.goto(url);
  const unusable = async (): Promise<string[]> => {
    const found = await page.evaluate<{ id: string; help: string; nodes: { html: string }[] }[]>(
      `(() => { if (!window.axe) { ${axe}\n } return window.axe.run().then(({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => ({ html })) }))); })()`,
    );
    return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`);
  };
  return { page, failures, strayed, unusable };
}
