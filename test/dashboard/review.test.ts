import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { fixture } from "../../scripts/common/fixtures.ts";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { hashPassword } from "../../src/people/passwords.ts";
import { type Visit, visit } from "../support/browser.ts";
import { hasProgram } from "../support/requires.ts";
import { service } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const isHere = hasProgram("chromium", "chromium");
const password = "correct horse battery staple";

/** Drawn screenshots. */
const days = [
  { name: "samsung-steps-detail-en-dark.png", user: 141 },
  { name: "garmin-steps-detail-en-light.png", user: 142 },
  { name: "fitbit-home-rings-en-dark.png", user: 143 },
  { name: "samsung-home-en-light.png", user: 144 },
  { name: "google-home-en-dark.png", user: 145 },
  { name: "mi-home-en-light.png", user: 146 },
] as const;

/** A service that reads and is sure of nothing, whose people are anna and bela, who review, and budi, who looks. */
async function withPeople(env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const users = join(temporaryFolder(), "users");
  const hash = await hashPassword(password);
  const people = ["anna:review", "bela:review", "budi:look"];
  writeFileSync(users, people.map((each) => `${each}:2026-11-01:${hash}\n`).join(""));
  return service({ USERS_FILE: users, ACCEPT: "none", REVIEW_UNDO_SECONDS: "0", ...env });
}

/** Has so many of the drawn screenshots read, as reports 1, 2, …; gives back what the program took for their counts. */
async function withDoubts(running: RunningService, count: number): Promise<readonly number[]> {
  for (const [at, { name, user }] of days.slice(0, count).entries()) {
    running.pictures.serve(name, readFileSync(fixture("images", name)));
    await running.submit({ report_id: at + 1, user_id: user, s3_url: running.pictures.url(name) });
    // One after the other: that is their order.
    await running.settled();
  }
  return running.laravel.booked.map(({ body }) => Number(body["candidate_steps"]));
}

async function enter(running: RunningService, name: string, options?: BrowserContextOptions): Promise<Visit> {
  const seen = await visit(`${running.url}/dashboard#review`, options);
  const { page } = seen;
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.locator("header .who").waitFor();
  return seen;
}

/** Waits until the picture of a report can be decided about. */
async function lookingAt(page: Page, report: number): Promise<void> {
  await page.getByRole("link", { name: `Report ${report}`, exact: true }).waitFor();
  await page.locator('.deciding[data-seen="true"]').waitFor();
}

/** What Laravel heard of a report last, once it has heard of a decision. */
async function decided(running: RunningService, report: number): Promise<Record<string, unknown>> {
  const of = () => running.laravel.booked.filter(({ body }) => body["report_id"] === report);
  await until(`Laravel has heard what was decided about ${report}`, () => of().length > 1);
  return of().at(-1)?.body ?? {};
}

describe.skipIf(!isHere)("the review desk", () => {
  test("shows doubtful reports one after the other, each decided by one key, and Laravel hears it", async () => {
    const running = await (await withPeople()).start();
    const [first = 0] = await withDoubts(running, 4);
    const seen = await enter(running, "anna");
    const { page } = seen;
    await lookingAt(page, 1);
    await page.getByText("4 left").waitFor();
    const focused = () => page.evaluate<string>("document.activeElement.className");
    await page.keyboard.type("12");
    await page.locator(".desk .candidate").focus();
    await page.keyboard.press("a");
    await page.getByText("A number is typed.").waitFor();
    await page.locator("#number").focus();
    await page.keyboard.press("Escape");
    await page.keyboard.press("a");
    await lookingAt(page, 2);
    expect(await focused()).toContain("candidate");
    await page.keyboard.press("n");
    await lookingAt(page, 3);
    await page.keyboard.press("r");
    await lookingAt(page, 4);
    await page.keyboard.type("1234");
    await page.keyboard.press("Enter");
    // Nobody has read that number on the picture.
    await page.getByText("1,234 was read nowhere on the picture.").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Nothing is in doubt.").waitFor();
    expect(await decided(running, 1)).toMatchObject({
      status: "verified",
      extracted_data: { steps: first },
      reviewed_by: "anna",
    });
    expect((await decided(running, 2))["status"]).toBe("no_steps");
    expect((await decided(running, 3))["status"]).toBe("rejected");
    expect(await decided(running, 4)).toMatchObject({ extracted_data: { steps: 1234 } });
    await page.getByText(/you decided 4, /).waitFor();
    const audited = () =>
      readFileSync(join(running.dataFolder, "audit.jsonl"), "utf8").match(
        /"action":"review\/decide","by":"anna"/g,
      )?.length;
    await until("all four are in the audit log", () => audited() === 4);
    expect([seen.failures, seen.strayed]).toEqual([[], []]);
  });

  test("takes a number that is pressed on the picture, and takes a decision back until it is sent", async () => {
    const running = await (await withPeople({ REVIEW_UNDO_SECONDS: "3600" })).start();
    await withDoubts(running, 2);
    const { page } = await enter(running, "anna");
    await lookingAt(page, 1);
    const other = page.locator(".choice").nth(2);
    const number = (await other.getAttribute("aria-label"))?.replace(/\D/g, "") ?? "";
    await other.click();
    await page.getByRole("button", { name: /^Book / }).click();
    await lookingAt(page, 2);
    await page.keyboard.press("u");
    await lookingAt(page, 1);
    await page.keyboard.press("a");
    await lookingAt(page, 2);
    // Back at the end, and the same from the job's page.
    await page.keyboard.press("s");
    await lookingAt(page, 2);
    await page.goto(`${running.url}/dashboard#jobs?report_id=1`);
    await page.getByRole("link", { name: "1", exact: true }).click();
    await page.getByText(/anna accepted the number: /).waitFor();
    await page.goto(`${running.url}/dashboard#jobs?report_id=2`);
    await page.getByRole("link", { name: "2", exact: true }).click();
    await page.getByRole("link", { name: "Decide at the review desk" }).click();
    await lookingAt(page, 2);
    expect(running.laravel.booked.length).toBe(2);
    expect(Number(number)).toBeGreaterThan(0);
  });

  test("has two people never look at the same report, says who has how many, and is for nobody else", async () => {
    const running = await (await withPeople()).start();
    await withDoubts(running, 6);
    const budi = await enter(running, "budi");
    await budi.page.getByText("Deciding about reports is for the roles review and operate.").waitFor();
    expect(await budi.page.getByRole("link", { name: "Review" }).count()).toBe(0);
    const refused = await budi.page.evaluate(
      "fetch('/admin/review/next', { method: 'POST' }).then((answer) => answer.status)",
    );
    expect(refused).toBe(403);
    const anna = await enter(running, "anna");
    await lookingAt(anna.page, 1);
    const bela = await enter(running, "bela");
    await lookingAt(bela.page, 5);
    await bela.page.getByText("anna has 4").waitFor();
    await anna.page.getByText("bela has 2").waitFor();
    for (const report of [1, 2]) {
      await lookingAt(anna.page, report);
      await anna.page.keyboard.press("a");
    }
    await bela.page.keyboard.press("a");
    await lookingAt(bela.page, 6);
    await lookingAt(anna.page, 3);
    // Whoever goes leaves what was before him to others.
    await anna.page.getByRole("link", { name: "Now" }).click();
    await anna.page.getByRole("link", { name: "Review" }).click();
    await lookingAt(anna.page, 3);
    await anna.page.getByRole("link", { name: "Now" }).click();
    await bela.page.keyboard.press("n");
    await lookingAt(bela.page, 3);
    for (const [report, by] of [
      [1, "anna"],
      [2, "anna"],
      [5, "bela"],
      [6, "bela"],
    ] as const)
      expect((await decided(running, report))["reviewed_by"]).toBe(by);
    await Bun.sleep(100);
    expect(running.laravel.booked.length).toBe(10);
  });

  test("refuses with a sentence what was forgotten, sent again or decided while somebody looked at it", async () => {
    const running = await (await withPeople()).start();
    await withDoubts(running, 3);
    const { page } = await enter(running, "anna");
    await lookingAt(page, 1);
    await running.post("/admin/forget", { report_id: 1 });
    await page.keyboard.press("a");
    await page.getByText("Report 1: Nobody is to decide about this job").waitFor();
    await lookingAt(page, 2);
    const newer = running.pictures.url(days[1].name);
    await running.submit({ report_id: 2, user_id: 142, s3_url: newer });
    await page.keyboard.press("a");
    await page.getByText("Report 2: Its report was sent again").waitFor();
    await lookingAt(page, 3);
    await running.settled();
    expect(running.laravel.booked.filter(({ body }) => "reviewed_by" in body)).toEqual([]);
  });

  test("loses no decision when the service ends and comes back while the page is open", async () => {
    const running = await withPeople();
    const PORT = String(await freePort());
    await running.start({ env: { PORT } });
    await withDoubts(running, 2);
    const { page } = await enter(running, "anna");
    await lookingAt(page, 1);
    await running.kill();
    await page.keyboard.press("a");
    await page.getByText("Report 1: The service did not answer.").waitFor();
    // It comes back, but not under the hands of who is looking at the next one already.
    await lookingAt(page, 2);
    await page.keyboard.press("u");
    await page.getByText("Report 1: The service did not answer.").waitFor();
    await running.start({ env: { PORT } });
    await page.getByText("live", { exact: true }).waitFor();
    await page.keyboard.press("n");
    await lookingAt(page, 1);
    await page.keyboard.press("a");
    await page.getByText("Nothing is in doubt.").waitFor();
    expect((await decided(running, 1))["status"]).toBe("verified");
    expect((await decided(running, 2))["status"]).toBe("no_steps");
  });

  test("lets a decision whose answer was lost be taken back", async () => {
    const running = await (await withPeople({ REVIEW_UNDO_SECONDS: "3600" })).start();
    await withDoubts(running, 2);
    const { page } = await enter(running, "anna");
    await lookingAt(page, 1);
    await page.evaluate(`{
      const { fetch } = window;
      window.fetch = async (address, options) => {
        const answer = await fetch(address, options);
        if (!String(address).endsWith("/decide")) return answer;
        window.fetch = fetch;
        throw new TypeError("the answer is lost");
      };
    }`);
    await page.keyboard.press("a");
    await page.getByText("Report 1: The service did not answer.").waitFor();
    // What cannot be taken back for now is what is taken back next.
    await page.route("**/undo", (route) => route.abort());
    const lost = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/undo"));
    await page.keyboard.press("u");
    await lost;
    await page.unroute("**/undo");
    await lookingAt(page, 2);
    await page.keyboard.press("s");
    await lookingAt(page, 1);
    await page.keyboard.press("n");
    await page.getByText("That may be your own earlier decision").waitFor();
    await lookingAt(page, 2);
    await page.keyboard.press("u");
    await lookingAt(page, 1);
    await page.keyboard.press("n");
    await lookingAt(page, 2);
    expect(running.laravel.booked.length).toBe(2);
  });

  test("asks again for a picture that did not come, and books a number of it that is chosen by the keyboard", async () => {
    const running = await (await withPeople()).start();
    await withDoubts(running, 1);
    const { page, failures } = await enter(running, "anna");
    await lookingAt(page, 1);
    await page.addInitScript(`{
      const { fetch } = window;
      let lost = 0;
      window.fetch = (address, options) =>
        String(address).includes("/picture") && lost++ < 2 ? Promise.reject(new TypeError("lost")) : fetch(address, options);
    }`);
    await page.reload();
    await lookingAt(page, 1);
    const other = page.locator(".choice").nth(1);
    const number = Number((await other.getAttribute("aria-label"))?.replace(/\D/g, ""));
    await other.press("Space");
    // The key that chooses it does not book it as well.
    await page.getByRole("button", { name: /^Book \d/ }).waitFor();
    expect(running.laravel.booked.length).toBe(1);
    await page.keyboard.press("Enter");
    await page.getByText("Nothing is in doubt.").waitFor();
    expect(await decided(running, 1)).toMatchObject({
      status: "verified",
      extracted_data: { steps: number },
    });
    expect(failures).toEqual([]);
  });

  test("has keys that can be changed, and none that decides about a picture nobody has seen", async () => {
    const running = await (await withPeople()).start();
    await withDoubts(running, 3);
    const { page } = await enter(running, "anna");
    await lookingAt(page, 1);
    await page.getByText("Keys", { exact: true }).click();
    await page.getByRole("button", { name: "Accept: a. Change the key" }).click();
    await page.keyboard.press("r");
    await page.getByRole("button", { name: "Reject: a. Change the key" }).waitFor();
    await page.reload();
    await lookingAt(page, 1);
    // Pressed three times at once, and held: one press decides about one picture.
    await page.evaluate(
      "for (const repeat of [false, true, false]) dispatchEvent(new KeyboardEvent('keydown', { key: 'r', repeat }))",
    );
    await lookingAt(page, 2);
    expect((await decided(running, 1))["status"]).toBe("verified");
    await Bun.sleep(300);
    await page.getByText("2 left").waitFor();
  });

  test.each([
    ["light", "en-GB", 360],
    ["dark", "id-ID", 1280],
  ] as const)(
    "has nothing that axe objects to, %s and in %s, %i pixels wide",
    async (colorScheme, locale, width) => {
      const running = await (await withPeople()).start();
      await withDoubts(running, 1);
      const seen = await enter(running, "anna", { colorScheme, locale, viewport: { width, height: 740 } });
      await seen.page.locator('.deciding[data-seen="true"]').waitFor();
      await seen.page.locator("details.keys summary").click();
      expect(await seen.unusable()).toEqual([]);
      const [wide, all] = await seen.page.evaluate<[number, number]>(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]",
      );
      expect(all).toBeLessThanOrEqual(wide);
      await seen.page.keyboard.press("a");
      await seen.page.locator(".desk").waitFor({ state: "detached" });
      expect(await seen.unusable()).toEqual([]);
      expect([seen.failures, seen.strayed]).toEqual([[], []]);
    },
  );
});
