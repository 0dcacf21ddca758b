import { describe, expect, test } from "bun:test";
import { visit } from "../support/browser.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService, service } from "../support/service.ts";

const isHere = hasProgram("chromium", "chromium");

/** A service that is open to this machine, with some jobs of all kinds. */
async function withJobs(count = 3) {
  const running = quickService({ API_KEY: "", JOB_RETRY_SECONDS: "0" });
  await running.start();
  for (let id = 1; id <= count; id++)
    await running.submit({
      report_id: id,
      user_id: 7,
      s3_url: running.pictures.serveSteps(`${id}.png`, 5000 + id),
    });
  await running.submit({ report_id: 900, user_id: 8, s3_url: running.pictures.url("gone.png") });
  await running.settled();
  return running;
}

describe.skipIf(!isHere)("the jobs of the dashboard", () => {
  test("are found by what they are, each search with an address of its own, and page by page", async () => {
    const running = await withJobs(60);
    const { page, failures } = await visit(`${running.url}/dashboard#jobs`);
    const rows = page.locator("tbody tr");
    await rows.nth(49).waitFor();
    expect(await rows.count()).toBe(50);
    await page.getByRole("button", { name: "Show older ones" }).click();
    await rows.nth(60).waitFor();
    await page.getByLabel("State").selectOption("failed");
    await rows.nth(1).waitFor({ state: "detached" });
    await page.getByText("DOWNLOAD_STATUS").waitFor();
    expect(await rows.count()).toBe(1);
    expect(page.url()).toEndWith("#jobs?state=failed");
    await page.getByRole("link", { name: "Show all" }).click();
    await page.getByLabel("User").fill("8");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "900" }).waitFor();
    await page.goBack();
    await rows.nth(49).waitFor();
    await page.goto(`${running.url}/dashboard#jobs?report_id=17`);
    await page.getByRole("link", { name: "17", exact: true }).waitFor();
    await page.goto(`${running.url}/dashboard#jobs?report_id=nobody`);
    await page.getByText("No job is like that.").waitFor();
    expect(failures).toEqual([]);
  });

  test("show why one failed, and work on it again", async () => {
    const running = await withJobs();
    const { page } = await visit(`${running.url}/dashboard#jobs?state=failed`);
    await page.getByRole("link", { name: "900" }).click();
    await page.getByRole("heading", { name: "Report 900" }).waitFor();
    await page.getByText("404").first().waitFor();
    running.pictures.serveSteps("gone.png", 7000);
    await page.getByRole("button", { name: "Work on it again" }).click();
    await page.getByText("7,000 steps").waitFor();
    await page.getByText("delivered", { exact: true }).waitFor();
  });

  test("say how many a filter finds, and work on all of them again, or cancel them", async () => {
    const running = await withJobs();
    const seen = await visit(`${running.url}/dashboard#jobs?status=failed`);
    const { page } = seen;
    await page.getByRole("button", { name: "Count them all" }).click();
    await page.getByRole("button", { name: "Work on 1 again" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Work on 1 again" }).click();
    await page.getByText("1 wait again.").waitFor();
    await running.settled();
    await running.post("/admin/pause", undefined);
    for (const id of [11, 12]) await running.submit({ report_id: id, user_id: 9 });
    await page.goto(`${running.url}/dashboard#jobs?user_id=9`);
    await page.getByRole("link", { name: "12" }).waitFor();
    await page.getByRole("button", { name: "Count them all" }).click();
    await page.getByRole("button", { name: "Cancel 2" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel 2" }).click();
    await page.getByText("2 are cancelled.").waitFor();
    expect((await running.details()).jobs["cancelled"]).toBe(2);
  });

  test("send a refused result again, or say that nobody waits for it any more", async () => {
    const running = await withJobs(0);
    running.laravel.mood = () => new Response("The report is closed.", { status: 422 });
    await running.submit({ report_id: 1, s3_url: running.pictures.serveSteps("1.png", 5001) });
    await running.settled();
    const { page } = await visit(`${running.url}/dashboard#jobs?report_id=1`);
    await page.getByRole("link", { name: "1", exact: true }).click();
    await page.getByText("422 The report is closed.").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByText("dismissed", { exact: true }).waitFor();
    running.laravel.mood = () => null;
    await page.getByRole("button", { name: "Send again" }).click();
    await page.getByText("delivered", { exact: true }).waitFor();
  });

  test("are forgotten once it was said how much that is, and a job that is gone while it is looked at says so", async () => {
    const running = await withJobs();
    const address = `${running.url}/dashboard#jobs?user_id=7`;
    const [one, other] = [await visit(address), await visit(address)];
    for (const { page } of [one, other]) {
      await page.getByRole("link", { name: "2", exact: true }).click();
      await page.getByText("5,002 steps").waitFor();
    }
    await one.page.getByRole("button", { name: "Forget this user" }).click();
    await one.page
      .getByRole("dialog")
      .getByText("user 7 is deleted for good: 3 jobs, 3 deliveries")
      .waitFor();
    await one.page.getByRole("dialog").getByRole("button", { name: "Forget this user" }).click();
    await one.page.getByText("Deleted.").waitFor();
    await other.page.getByText("There is no such job any more.").waitFor();
  });

  test("show the picture with what was found on it, for as long as it is kept; axe has nothing against it", async () => {
    const running = service({ API_KEY: "" });
    await running.start();
    const { body } = await running.submit({ report_id: 1 });
    await running.settled();
    const seen = await visit(`${running.url}/dashboard#jobs/${body["job_id"]}`, {
      viewport: { width: 360, height: 740 },
    });
    const { page } = seen;
    await page.locator("svg .box.chosen").waitFor();
    await page.locator("svg image").waitFor();
    expect(await page.locator("svg .box.chosen title").textContent()).toBe("8,958");
    expect(await page.locator(".as-read dd").allTextContents()).toEqual(["8,958", "8,958"]);
    expect(await seen.unusable()).toEqual([]);
    await page.goto(`${running.url}/dashboard#jobs`);
    await page.locator("tbody tr").first().waitFor();
    expect(await seen.unusable()).toEqual([]);
    const [wide, all] = await page.evaluate<[number, number]>(
      "[document.documentElement.clientWidth, document.documentElement.scrollWidth]",
    );
    expect(all).toBeLessThanOrEqual(wide);
    const picture = await running.fetch(`/dashboard/jobs/${body["job_id"]}/picture`);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
    await running.post("/admin/forget", { report_id: 1 });
    expect((await running.fetch(`/dashboard/jobs/${body["job_id"]}/picture`)).status).toBe(404);
    expect([seen.failures, seen.strayed]).toEqual([[], []]);
  });
});
