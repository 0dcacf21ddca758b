import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { cleanUp } from "../../support/clean-up.ts";
import { failureOf } from "../../support/failure.ts";
import { hasProgram } from "../../support/requires.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { ending, longLease, opened, submission, submit } from "../support.ts";
import { sqlitePlace } from "./support.ts";

const holderScript = join(import.meta.dir, "..", "..", "support", "queue-holder.ts");

/** Starts a process that holds the queue in a folder; resolves when it has told of `reports` things it did. */
async function holder(folder: string, reports: number) {
  const child = Bun.spawn([process.execPath, holderScript, folder], { stdout: "pipe", stderr: "inherit" });
  cleanUp(() => child.kill("SIGKILL"));
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  const read = async () => {
    const { done, value } = await reader.read();
    said += value ?? "";
    return !done;
  };
  while (said.split("\n").length <= reports) if (!(await read())) throw new Error("It ended by itself.");
  return {
    pid: child.pid,
    /** Kills it, and gives back all that it was told is on disk. */
    async kill() {
      child.kill("SIGKILL");
      while (await read());
      await child.exited;
      const complete = said.slice(0, said.lastIndexOf("\n")).split("\n");
      const reportsThat = (did: string) =>
        complete.filter((line) => line.startsWith(`${did} `)).map((line) => line.slice(did.length + 1));
      return { submitted: reportsThat("submitted"), finished: reportsThat("finished") };
    },
  };
}

describe("a queue that another process holds", () => {
  test("is refused with that process's id, and free when it was killed", async () => {
    const folder = temporaryFolder();
    const other = await holder(folder, 1);
    const failure = await failureOf(() => sqlitePlace(folder).open());
    expect(failure).toEqual({
      code: "QUEUE_IN_USE",
      message: `The queue in ${folder} is in use by another ocr-eco (process ${other.pid}). Stop that one first, or set another DATA_DIR.`,
    });
    await other.kill();
    await opened(sqlitePlace(folder));
  });

  test("is refused within one process, too, which keeps what it holds", async () => {
    const folder = temporaryFolder();
    const queue = await opened(sqlitePlace(folder));
    for (let times = 0; times < 2; times++)
      expect((await failureOf(() => sqlitePlace(folder).open())).code).toBe("QUEUE_IN_USE");
    // Others are still kept out, too: closing a file gives up all locks that a process has on it.
    const other = Bun.spawn([process.execPath, holderScript, folder], { stdout: "ignore", stderr: "pipe" });
    cleanUp(() => other.kill("SIGKILL"));
    expect(await new Response(other.stderr).text()).toContain(`(process ${process.pid})`);
    await submit(queue);
    await queue.close();
    expect((await (await opened(sqlitePlace(folder))).jobs.counts()).waiting).toBe(1);
  });
});

describe("a process that is killed at work", () => {
  test("loses nothing that it was told is on disk", async () => {
    const folder = temporaryFolder();
    const other = await holder(folder, 500);
    const { submitted, finished } = await other.kill();
    expect(submitted.length).toBeGreaterThan(100);
    expect(finished.length).toBeGreaterThan(10);

    const queue = await opened(sqlitePlace(folder));
    const jobs = new Map((await queue.jobs.list({ most: 1e6 })).map((job) => [String(job.reportId), job]));
    expect(submitted.filter((report) => !jobs.has(report))).toEqual([]);
    expect(finished.filter((report) => jobs.get(report)?.state !== "done")).toEqual([]);
    const counts = await queue.jobs.counts();
    expect(counts).toMatchObject({ active: 0, waiting: jobs.size - counts.done });
    // Each result has its delivery, and what was on its way is of unknown answer.
    const deliveries = await queue.deliveries.list({ most: 1e6 });
    expect(deliveries).toHaveLength(counts.done);
    expect((await queue.history.totals("2026-03-01"))[0]?.counters).toEqual({ done: counts.done });
    expect(deliveries.every(({ attempts, unknown }) => attempts === unknown)).toBe(true);
    expect((await queue.deliveries.counts()).unknown).toBe(
      deliveries.filter(({ attempts }) => attempts > 0).length,
    );

    // And all goes on.
    await submit(queue, { reportId: "next" });
    const [claim] = await queue.jobs.claim(1, longLease);
    expect(await queue.jobs.finish(claim?.claimToken ?? "", null, () => ending())).toBe(true);
  });
});

describe("one commit", () => {
  test.skipIf(!hasProgram("strace", "strace"))("takes all of one moment to disk", async () => {
    const folder = temporaryFolder();
    const log = join(temporaryFolder(), "strace.log");
    const queue = await opened(sqlitePlace(folder));
    await submit(queue, { reportId: "first" });
    const strace = Bun.spawn(
      ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", log, "-p", `${process.pid}`],
      {
        stderr: "pipe",
      },
    );
    const reader = strace.stderr.pipeThrough(new TextDecoderStream()).getReader();
    const { value = "" } = await reader.read();
    expect(value).toContain("attached");
    await Promise.all(
      Array.from({ length: 200 }, (_, reportId) => queue.jobs.submit([submission({ reportId })], 1000)),
    );
    strace.kill("SIGINT");
    await strace.exited;
    const syncs = (await Bun.file(log).text()).split("\n").filter((line) => /f(data)?sync\(/.test(line));
    // A group ends after 20 ms of work, in which a busy machine does less.
    expect(syncs.length).toBeWithin(1, 10);
  });
});
