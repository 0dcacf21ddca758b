import { expect, test } from "bun:test";
import { join } from "node:path";
import { TestApp } from "../support/app.ts";
import { temporaryFolder } from "../support/temporary.ts";

const chromium = Bun.which("chromium");

/** What a browser makes of a page that can reach this machine only. */
async function rendered(url: string): Promise<string> {
  const words = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    `--user-data-dir=${join(temporaryFolder(), "profile")}`,
    "--virtual-time-budget=10000",
    "--dump-dom",
  ];
  const child = Bun.spawn([chromium ?? "", ...words, url], { stdout: "pipe", stderr: "ignore" });
  return new Response(child.stdout).text();
}

// Debian: chromium.
test.skipIf(chromium === null && process.env["CI"] !== "true")(
  "the page of the API shows every route in a real browser, without internet and under its own policy",
  async () => {
    const app = await TestApp.open();
    const url = app.listen();
    const { paths } = (await (await fetch(`${url}/docs/json`)).json()) as { paths: Record<string, object> };
    const page = await rendered(`${url}/docs`);
    expect(Object.keys(paths).length).toBeGreaterThan(15);
    // Swagger UI puts marks into paths where a line may break.
    const text = page.replace(/<wbr>|\u200b/g, "").replace(/<[^>]+>/g, "");
    for (const path of Object.keys(paths)) expect(text).toContain(path);
  },
);

test("nothing of the page comes from elsewhere, and it runs no script but its own files", async () => {
  const app = await TestApp.open();
  const { headers, text } = await app.ask("GET", "/docs");
  expect(headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
  expect(text).not.toMatch(/https?:\/\//);
  expect(text).not.toMatch(/<script(?![^>]* src=)/);
});
