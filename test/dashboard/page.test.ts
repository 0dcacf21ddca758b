import { describe, expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import { hashPassword } from "../../src/people/passwords.ts";
import { type Visit, visit } from "../support/browser.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService, service } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const isHere = hasProgram("chromium", "chromium");
const password = "correct horse battery staple";
const sample = join(import.meta.dir, "..", "fixtures", "images", "samsung-daily-activity-en-light.png");

/** A service whose people are anna, who operates, and budi, who looks. */
async function withPeople() {
  const users = join(temporaryFolder(), "users");
  const hash = await hashPassword(password);
  writeFileSync(users, `anna:operate:2026-11-01:${hash}\nbudi:look:2026-11-01:${hash}\n`);
  return { users, running: quickService({ USERS_FILE: users }) };
}

async function signIn({ page }: Visit, name: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText(`signed in as ${name}`).waitFor();
}

describe.skipIf(!isHere)("the dashboard", () => {
  test("asks who is there, says when that is wrong, and then shows how the service is", async () => {
    const { running } = await withPeople();
    await running.start();
    const seen = await visit(`${running.url}/dashboard`);
    const { page } = seen;
    await page.getByLabel("Name").fill("anna");
    await page.getByLabel("Password").fill("a wrong long password");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("is wrong").waitFor();
    await signIn(seen, "anna");
    await page.getByText("live", { exact: true }).waitFor();
    await page.locator(".tiles").waitFor();
    await page.reload();
    await page.getByText("signed in as anna").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect([seen.failures, seen.strayed]).toEqual([[], []]);
  });

  test("shows what needs attention with the button that mends it, for operators alone", async () => {
    const { running } = await withPeople();
    await running.start();
    const [anna, budi] = [await visit(`${running.url}/dashboard`), await visit(`${running.url}/dashboard`)];
    await signIn(anna, "anna");
    await signIn(budi, "budi");
    await anna.page.getByRole("button", { name: "Pause reading" }).click();
    // Whoever changes his mind has changed nothing.
    await anna.page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect((await running.details()).paused).toBe(false);
    await anna.page.getByRole("button", { name: "Pause reading" }).click();
    await anna.page.getByRole("dialog").getByRole("button", { name: "Pause reading" }).click();
    for (const { page } of [anna, budi]) await page.getByText("Reading is paused.").waitFor();
    expect(await budi.page.getByRole("button", { name: "Go on reading" }).isDisabled()).toBe(true);
    await anna.page.getByRole("button", { name: "Go on reading" }).click();
    for (const { page } of [anna, budi])
      await page.getByText("Reading is paused.").waitFor({ state: "detached" });
  });

  test("sends results again that the application has refused, once somebody says that it is meant", async () => {
    const { running } = await withPeople();
    await running.start();
    running.laravel.mood = () => new Response("No.", { status: 422 });
    running.pictures.serveSteps("steps.png", 5000);
    await running.submit({ report_id: 1 });
    const seen = await visit(`${running.url}/dashboard`);
    await signIn(seen, "anna");
    await seen.page.getByText("1 results failed to be delivered for good.").waitFor();
    running.laravel.mood = () => null;
    await seen.page.getByRole("button", { name: "Send all 1 again" }).click();
    await seen.page.getByRole("dialog").getByRole("button", { name: "Send all 1 again" }).click();
    await seen.page.getByText("failed to be delivered for good.").waitFor({ state: "detached" });
    await until("it is delivered", async () => (await running.deliveries("delivered")).length === 1);
  });

  test("says that the connection is lost and how old its numbers are, and goes on when the service is back", async () => {
    const { running } = await withPeople();
    const PORT = String(await freePort());
    await running.start({ env: { PORT } });
    const seen = await visit(`${running.url}/dashboard`);
    await signIn(seen, "anna");
    await seen.page.getByText("live", { exact: true }).waitFor();
    await running.kill();
    await seen.page.getByText(/connection lost: numbers are \d+ s old/).waitFor();
    await running.start({ env: { PORT } });
    await seen.page.getByText("live", { exact: true }).waitFor();
    // The session has outlived the service.
    await seen.page.getByText("signed in as anna").waitFor();
  });

  test("asks to sign in again when the session has ended, and says so", async () => {
    const { users, running } = await withPeople();
    await running.start();
    const seen = await visit(`${running.url}/dashboard`);
    await signIn(seen, "anna");
    await seen.page.getByText("live", { exact: true }).waitFor();
    rmSync(users);
    await seen.page.getByText("Your session is over.").waitFor();
  });

  test("needs no signing in where no key is set, and speaks Indonesian to whoever does", async () => {
    const running = quickService({ API_KEY: "" });
    await running.start();
    const seen = await visit(`${running.url}/dashboard`, { locale: "id-ID" });
    // What else it says hangs on how busy the machine is.
    await seen.page.getByRole("heading", { name: "Yang perlu diperhatikan" }).waitFor();
    expect(await seen.page.locator("html").getAttribute("lang")).toBe("id");
    await seen.page.getByRole("combobox", { name: "Bahasa" }).selectOption("English");
    await seen.page.getByRole("heading", { name: "What needs attention" }).waitFor();
    await seen.page.reload();
    await seen.page.getByRole("heading", { name: "What needs attention" }).waitFor();
  });

  test("can be used with the keyboard alone: signing in, going to another view, answering a question", async () => {
    const { running } = await withPeople();
    await running.start();
    const { page } = await visit(`${running.url}/dashboard`);
    await page.getByLabel("Name").focus();
    await page.keyboard.type("anna");
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await page.getByText("signed in as anna").waitFor();
    await page.getByRole("link", { name: "Try" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Try a picture" }).waitFor();
    await page.getByRole("link", { name: "Now" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Pause reading" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect((await running.details()).paused).toBe(false);
  });

  test.each([
    ["light", "en-GB"],
    ["dark", "id-ID"],
  ] as const)(
    "has nothing that axe objects to, %s and in %s, signed out and in, and fits a phone",
    async (colorScheme, locale) => {
      const { running } = await withPeople();
      await running.start();
      const seen = await visit(`${running.url}/dashboard`, {
        colorScheme,
        locale,
        viewport: { width: 360, height: 740 },
      });
      const { page } = seen;
      await page.locator("form").waitFor();
      expect(await seen.unusable()).toEqual([]);
      await page.locator("input[name=name]").fill("anna");
      await page.locator("input[name=password]").fill(password);
      await page.keyboard.press("Enter");
      await page.locator(".tiles").waitFor();
      await page.locator(".chart").nth(1).waitFor();
      for (const view of ["now", "try"]) {
        await page.goto(`${running.url}/dashboard#${view}`);
        await page.locator(view === "now" ? ".tiles" : ".drop").waitFor();
        expect(await seen.unusable()).toEqual([]);
        const [wide, all] = await page.evaluate<[number, number]>(
          "[document.documentElement.clientWidth, document.documentElement.scrollWidth]",
        );
        expect(all).toBeLessThanOrEqual(wide);
      }
      expect([seen.failures, seen.strayed]).toEqual([[], []]);
    },
  );

  test("reads a picture that somebody chooses, and shows what was found on it; nothing of it is kept", async () => {
    const running = service();
    await running.start();
    const seen = await visit(`${running.url}/dashboard#try`);
    const { page } = seen;
    await page.getByRole("button", { name: "With a key instead" }).click();
    await page.getByLabel("Key").fill("a-key-that-tests-use-0123456789");
    await page.keyboard.press("Enter");
    await page.getByLabel("Choose a picture").setInputFiles(sample);
    await page.getByText("8,958 steps").waitFor();
    expect(await page.locator(".result .pill").first().textContent()).toBe("accepted");
    expect(await page.locator("svg .box.chosen title").textContent()).toBe("8,958");
    expect(await page.locator("svg .box.line").count()).toBeGreaterThan(10);
    expect(await page.locator(".as-read dd").allTextContents()).toEqual(["8,958", "8,958"]);
    expect(await page.locator(".reasons .pill").allTextContents()).toContain("for");
    await page.getByLabel("Choose a picture").setInputFiles({
      name: "notes.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("no picture"),
    });
    await page.getByText("notes.txt").waitFor();
    const { storage } = await running.details();
    expect(storage.cache_bytes).toBe(0);
    expect([seen.failures, seen.strayed]).toEqual([[], []]);
  });
});
