import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BareRoot } from "./bare-root.ts";
import { contains, same } from "./steps.ts";

/** Where the service keeps its data in the bare root. */
export const dataFolder = "/home/data";

/** Serves from the bare root: is ready, shows its page, reads an upload, and ends when it is told to. */
export async function tryServing(root: BareRoot, picture: string, steps: number): Promise<void> {
  // Any free port; the program reads this file because it is in its working directory.
  writeFileSync(join(root.folder, ".env"), `PORT=0\nDATA_DIR=${dataFolder}\nWORKER_COUNT=1\n`);
  const child = root.start(["serve"]);
  try {
    const log = lines(child.stdout);
    const url = String((await find(log, "listening"))["address"]);
    await find(log, "ready");
    same((await fetch(`${url}ready`)).status, 200, "status of /ready");
    contains(await (await fetch(`${url}docs/swagger-ui-bundle.js`)).text(), "SwaggerUI");
    contains(await (await fetch(`${url}docs/json`)).text(), "/api/v1/ocr-ecosteps");
    const dashboard = await (await fetch(`${url}dashboard`)).text();
    const script = /src="\/(dashboard\/files\/main-[^"]+)"/.exec(dashboard)?.[1];
    contains(await (await fetch(`${url}${script}`)).text(), "/dashboard/live");
    const form = new FormData();
    form.set("file", new Blob([readFileSync(picture)]), "picture.png");
    const answer = await fetch(`${url}api/v1/ocr`, { method: "POST", body: form });
    const result = (await answer.json()) as { extracted_data: { steps: number } };
    same(result.extracted_data.steps, steps, "steps");
    process.kill(servingProcess(child.pid), "SIGTERM");
    await find(log, "ended");
    same(await child.exited, 0, "exit status");
  } finally {
    child.kill("SIGKILL");
    await child.exited;
  }
}

/** The process inside, which the one that entered waits for. */
function servingProcess(entered: number): number {
  const children = readFileSync(`/proc/${entered}/task/${entered}/children`, "latin1").trim();
  return Number(children.split(" ")[0]);
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<Record<string, unknown>> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) yield JSON.parse(part) as Record<string, unknown>;
  }
}

/** The next line of the log with this message. */
async function find(
  log: AsyncGenerator<Record<string, unknown>>,
  message: string,
): Promise<Record<string, unknown>> {
  for (;;) {
    const { value, done } = await log.next();
    if (done === true) throw new Error(`the service ended before it said "${message}"`);
    if (value["msg"] === message) return value;
  }
}
