import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { contract } from "../../src/api/contract.ts";
import type { EndpointForm } from "../../src/api/endpoint.ts";
import { english } from "../../src/dashboard/browser/words/en.ts";
import { indonesian } from "../../src/dashboard/browser/words/id.ts";
import { actionAt } from "../../src/http/audited.ts";
import { hashPassword } from "../../src/people/passwords.ts";
import { type Visit, visit } from "../support/browser.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const isHere = hasProgram("chromium", "chromium");
const password = "correct horse battery staple";

/** A service whose people are anna, who operates, and budi, who looks. */
async function withPeople(): Promise<RunningService> {
  const users = join(temporaryFolder(), "users");
  const hash = await hashPassword(password);
  writeFileSync(users, `anna:operate:2026-11-01:${hash}\nbudi:look:2026-11-01:${hash}\n`);
  const running = quickService({ USERS_FILE: users });
  await running.start();
  return running;
}

async function signIn({ page }: Visit, name: string): Promise<void> {
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.locator(".who").getByText(name).waitFor();
}

/** A job that waits, cancelled by whoever is signed in; gives its id. */
async function cancelled({ page }: Visit, running: RunningService): Promise<string> {
  await running.post("/admin/pause", {});
  const { body } = await running.submit({ report_id: 41 });
  const id = String(body["job_id"]);
  await page.goto(`${running.url}/dashboard#jobs/${id}`);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).last().click();
  await page.getByText("Cancelled.").waitFor();
  return id;
}

describe("the dashboard's words", () => {
  test.each([
    ["English", english],
    ["Indonesian", indonesian],
  ])("name everything that operators can do, in %s", (_, { log }) => {
    const actions = Object.values<EndpointForm>(contract).filter(({ isAction }) => isAction === true);
    expect(actions.length).toBeGreaterThan(10);
    for (const { path } of actions) expect(Object.keys(log.actions)).toContain(actionAt(path));
    expect(Object.keys(log.actions)).toEqual(Object.keys(english.log.actions));
  });
});

describe.skipIf(!isHere)("the log of the dashboard", () => {
  test("shows an operator who did what by name, each search with an address of its own", async () => {
    const running = await withPeople();
    const seen = await visit(`${running.url}/dashboard`);
    const { page } = seen;
    await signIn(seen, "anna");
    const id = await cancelled(seen, running);
    await page.getByRole("link", { name: "Log" }).click();
    await page.getByRole("heading", { name: "Who did what" }).waitFor();
    const rows = page.locator("tbody tr");
    await rows.nth(2).waitFor();
    const [cancel = "", pause = "", signedIn = ""] = await rows.allTextContents();
    for (const part of ["anna", "cancelled jobs", id, "dashboard", "127.0.0.1", "done"])
      expect(cancel).toContain(part);
    expect(pause).toContain("paused reading");
    expect(pause).toContain("API");
    expect(signedIn).toContain("signed in");

    await page.getByLabel("Name").fill("anna");
    await page.keyboard.press("Enter");
    await rows.filter({ hasText: "paused reading" }).waitFor({ state: "detached" });
    await rows.nth(1).waitFor();
    expect(await rows.count()).toBe(2);
    await page.getByLabel("What was done").selectOption("jobs/cancel");
    await rows.nth(1).waitFor({ state: "detached" });
    expect(page.url()).toEndWith("#log?by=anna&action=jobs%2Fcancel");
    await page.goto(`${running.url}/dashboard#log?about=${id.slice(0, 18)}`);
    await page.getByRole("link", { name: "Show all" }).waitFor();
    await rows.nth(1).waitFor({ state: "detached" });
    // What was done to a job leads to it, and there to who did it.
    await page.getByRole("link", { name: id }).click();
    await page.getByRole("heading", { name: "Report 41" }).waitFor();
    const card = page.getByRole("region", { name: "Who did what" });
    await card.getByText("cancelled jobs").waitFor();
    await card.getByText("anna", { exact: true }).waitFor();
    await page.goto(`${running.url}/dashboard#log?by=nobody`);
    await page.getByText("Nothing like that was done").waitFor();
    expect([seen.failures, seen.strayed]).toEqual([[], []]);
  });

  test("comes page by page, newest first", async () => {
    const running = quickService({ API_KEY: "" });
    await running.start();
    for (let n = 0; n < 30; n++)
      for (const what of ["pause", "resume"]) await running.post(`/admin/${what}`, {});
    const { page } = await visit(`${running.url}/dashboard#log`);
    const rows = page.locator("tbody tr");
    await rows.nth(49).waitFor();
    expect(await rows.count()).toBe(50);
    await page.getByRole("button", { name: "Show older ones" }).focus();
    await page.keyboard.press("Enter");
    await rows.nth(59).waitFor();
    await page.getByText("The log goes no further back.").waitFor();
    expect(await page.getByRole("button", { name: "Show older ones" }).count()).toBe(0);
  });

  test("is not for whoever looks: it is in no menu and on no job, and its address says who may see it", async () => {
    const running = await withPeople();
    const [anna, budi] = [await visit(`${running.url}/dashboard`), await visit(`${running.url}/dashboard`)];
    await signIn(anna, "anna");
    const id = await cancelled(anna, running);
    await signIn(budi, "budi");
    const { page } = budi;
    await page.getByRole("link", { name: "Jobs" }).waitFor();
    expect(await page.getByRole("link", { name: "Log" }).count()).toBe(0);
    await page.goto(`${running.url}/dashboard#log`);
    await page.getByText("Only operators may see who did what").waitFor();
    expect(await page.locator("table, search").count()).toBe(0);
    await page.goto(`${running.url}/dashboard#jobs/${id}`);
    await page.getByRole("heading", { name: "Report 41" }).waitFor();
    await page.getByRole("region", { name: "Deliveries" }).waitFor();
    expect(await page.getByText("Who did what").count()).toBe(0);
    expect(await budi.unusable()).toEqual([]);
    const status = await page.evaluate<number>("fetch('/admin/audit').then(({ status }) => status)");
    expect(status).toBe(403);
  });

  test.each([
    ["light", "en-GB"],
    ["dark", "id-ID"],
  ] as const)(
    "has nothing that axe objects to, %s and in %s, and fits a phone",
    async (colorScheme, locale) => {
      const running = await withPeople();
      const seen = await visit(`${running.url}/dashboard#log`, {
        colorScheme,
        locale,
        viewport: { width: 360, height: 740 },
        timezoneId: "Asia/Jakarta",
      });
      const { page } = seen;
      await page.locator("form").waitFor();
      await signIn(seen, "anna");
      await running.post("/admin/jobs/none/retry", undefined);
      await page.reload();
      await page.getByText("JOB_UNKNOWN").waitFor();
      expect(await seen.unusable()).toEqual([]);
      const [wide, all] = await page.evaluate<[number, number]>(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]",
      );
      expect(all).toBeLessThanOrEqual(wide);
      // As the clocks of the reader show it.
      const time = page.locator("tbody time").first();
      const at = new Date((await time.getAttribute("datetime")) ?? "");
      const shown = new Intl.DateTimeFormat(locale, {
        dateStyle: "medium",
        timeStyle: "medium",
        timeZone: "Asia/Jakarta",
      });
      expect(await time.textContent()).toBe(shown.format(at));
      expect([seen.failures, seen.strayed]).toEqual([[], []]);
    },
  );
});
