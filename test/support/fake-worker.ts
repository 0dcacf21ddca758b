/**
 * A worker process that reads nothing: `bun fake-worker.ts <mode>`. It shows the pool each way to answer, to
 * hang and to die without the time that real engines take. The answer's page is the worker's process id.
 */
import { appendFileSync } from "node:fs";
import type { ToWorker } from "../../src/workers/protocol.ts";

const [mode, diary] = process.argv.slice(2);

process.on("disconnect", () => process.exit(0));
process.on("message", (message: ToWorker) => {
  if (message.type === "configure") start();
  else read(message);
});
if (diary !== undefined) appendFileSync(diary, `${process.pid}\n`);
if (mode === "dies-at-start") {
  process.stderr.write("cannot allocate memory\n");
  process.exit(7);
}

function start(): void {
  if (mode === "hangs-at-start") return;
  if (mode === "unusable") {
    process.send?.({ type: "unusable", failure: { code: "LANGUAGE_CORRUPT", message: "Bad language." } });
    return;
  }
  process.send?.({ type: "ready" });
}

function read({ id, picture: { name } }: Extract<ToWorker, { type: "read" }>): void {
  if (name.includes("kill")) process.kill(process.pid, "SIGKILL");
  if (name.includes("never")) return;
  const residentBytes = name.includes("huge") ? 2 ** 40 : 1;
  if (name.includes("bad")) {
    process.send?.({ type: "failed", id, failure: { code: "IMAGE_CORRUPT", message: name }, residentBytes });
    return;
  }
  const result = { reading: { page: String(process.pid) }, overlay: null };
  process.send?.({ type: "done", id, result, residentBytes });
}
