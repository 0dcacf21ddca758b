import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../../scripts/rig/processes.ts";
import { loadSet } from "../../../src/eval/set.ts";
import { ocrEcoCommand } from "../../support/cli.ts";
import {
  change,
  decided,
  exportInto,
  fitbit,
  labelsIn,
  looks,
  nameOf,
  samsung,
  started,
  through,
} from "../../support/exporting.ts";
import { pretender } from "../../support/pretender.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("ocr-eco review export", () => {
  test("stops at what goes wrong with the service, and leaves a test set of what it had by then", async () => {
    const running = await started();
    await decided(running, 1, samsung, { steps: 8958 });
    await decided(running, 2, fitbit, { steps: 5000 });
    let pictures = 0;
    const url = through(running, (path) =>
      path.endsWith("/picture") && ++pictures > 1 ? new Response(fitbit) : null,
    );
    const folder = join(temporaryFolder(), "labelled");
    const { exitCode, stderr } = await exportInto(folder, { url });
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining("gave another picture than the one")]);
    expect(loadSet(folder).pictures.map(({ name }) => name)).toEqual([nameOf(fitbit)]);
    expect((await exportInto(folder, running)).exported).toMatchObject({ written: 1, unchanged: 1 });
  });

  test("that is killed leaves a test set of what it had by then, and the next one goes on", async () => {
    const running = await started();
    await decided(running, 1, samsung, { steps: 8958 });
    await decided(running, 2, fitbit, { steps: 5000 });
    let pictures = 0;
    const url = through(running, (path) =>
      path.endsWith("/picture") && ++pictures > 1 ? new Promise<Response>(() => {}) : null,
    );
    const folder = join(temporaryFolder(), "labelled");
    const child = Bun.spawn([...ocrEcoCommand, "review", "export", folder, "--url", url], {
      env: { PATH: process.env["PATH"] ?? "", API_KEY: looks },
      stdio: ["ignore", "ignore", "ignore"],
    });
    await until("it waits for the second picture", () => pictures === 2);
    child.kill("SIGKILL");
    await child.exited;
    expect(loadSet(folder)).toMatchObject({ pictures: [{ name: nameOf(fitbit) }], warnings: [] });
    expect((await exportInto(folder, running)).exported).toMatchObject({ written: 1, unchanged: 1 });
  });

  test("writes nothing over that somebody changes while it goes on", async () => {
    const running = await started();
    await decided(running, 1, samsung, { steps: 8958 });
    const folder = join(temporaryFolder(), "labelled");
    await exportInto(folder, running);
    await decided(running, 2, fitbit, { steps: 5000 });
    const mine = { "mine.png": { steps: 1 } };
    const url = through(running, (path) => {
      if (path.endsWith("/picture")) change(folder, mine);
      return null;
    });
    const { exitCode, stderr } = await exportInto(folder, { url });
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining("was changed by somebody else meanwhile"),
    ]);
    expect(labelsIn(folder)).toEqual(mine);
  });

  test("asks on until all decisions are there, and not for ever where pages lead nowhere", async () => {
    const running = await started();
    for (const each of [1, 2, 3]) await decided(running, each, samsung, { steps: 8958 });
    let next = "";
    const page = (decisions: object[]) => Response.json({ decisions, more: true, next });
    const asked: string[] = [];
    const url = pretender(async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      searchParams.set("limit", "1");
      asked.push(searchParams.get("before") ?? "");
      if (asked.length > 3) return page([]);
      const answer = await fetch(`${running.url}${pathname}?${searchParams}`, {
        headers: { "x-api-key": looks },
      });
      const found = (await answer.json()) as { decisions: [{ job: { job_id: string } }] };
      // Each is a decision of its own, about a picture of which nothing is said.
      const decisions = found.decisions.map((each) => ({ ...each, decision: "rejected", steps: null }));
      next = decisions.at(-1)?.job.job_id ?? next;
      return page(decisions);
    });
    const folder = join(temporaryFolder(), "labelled");
    expect((await exportInto(folder, { url })).exported).toMatchObject({ left_out: { rejected: 1 } });
    expect(new Set(asked).size).toBe(4);
  });

  test("takes no picture that does not end", async () => {
    const running = await started();
    await decided(running, 1, samsung, { steps: 8958 });
    const part = new Uint8Array(4_000_000);
    const url = through(running, (path) =>
      path.endsWith("/picture")
        ? new Response(new ReadableStream({ pull: (controller) => controller.enqueue(part) }))
        : null,
    );
    const folder = join(temporaryFolder(), "labelled");
    const { exitCode, stderr } = await exportInto(folder, { url });
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining("the answer does not end")]);
    expect(existsSync(folder)).toBe(false);
  });
});
