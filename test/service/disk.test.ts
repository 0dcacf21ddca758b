import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { childrenOf, until } from "../../scripts/rig/processes.ts";
import { quickCommand } from "../../scripts/rig/running-service.ts";
import { cleanUp } from "../support/clean-up.ts";
import { hasProgram } from "../support/requires.ts";
import { service } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const syncs = /\b(fsync|fdatasync)\(\d+<[^>]*queue\.db-wal>\) *= 0|<\.\.\. (fsync|fdatasync) resumed>\) *= 0/;

test.skipIf(!hasProgram("strace", "strace"))(
  "whoever is told that a report was accepted can pull the plug: the queue's log is synced before each 202",
  async () => {
    const trace = join(temporaryFolder(), "trace");
    const calls = "trace=fsync,fdatasync,write,writev,pwrite64,sendto,sendmsg";
    const running = service({}, [
      "strace",
      "-f",
      "-y",
      "-s",
      "40",
      "-e",
      calls,
      "-o",
      trace,
      ...quickCommand,
    ]);
    await running.start();
    // What is traced goes on without strace.
    const [traced = 0] = childrenOf(running.pid);
    cleanUp(async () => {
      process.kill(traced, "SIGTERM");
      await running.ended();
    });
    await running.post("/admin/pause", {});
    const s3_url = running.pictures.serveSteps("a.png", 5000);
    const reports = 20;
    for (let report_id = 1; report_id <= reports; report_id++)
      expect((await running.submit({ report_id, s3_url })).status).toBe(202);
    const answers = (): string[] => readFileSync(trace, "utf8").split("\n");
    await until("all is traced", () => answers().filter(isAccepted).length === reports);
    let isSynced = false;
    for (const line of answers()) {
      if (/pwrite64\(\d+<[^>]*queue\.db-wal>/.test(line)) isSynced = false;
      else if (syncs.test(line)) isSynced = true;
      else if (isAccepted(line)) {
        expect(isSynced, line).toBe(true);
        isSynced = false;
      }
    }
  },
);

/** Whether a line of the trace is the beginning of an answer 202. */
function isAccepted(line: string): boolean {
  return line.includes('"HTTP/1.1 202 Accepted');
}
