import { join } from "node:path";

/** A process that answers whatever comes as if it were a report. */
export class Handler {
  readonly url: string;
  readonly #process: Bun.Subprocess;

  private constructor(url: string, child: Bun.Subprocess) {
    this.url = url;
    this.#process = child;
  }

  /** `empty`: it answers at once; `slow`: after the times of `delays.ts`. */
  static async start(kind: "empty" | "slow"): Promise<Handler> {
    const child = Bun.spawn([process.execPath, join(import.meta.dir, "handler-process.ts"), kind], {
      stdout: "pipe",
      stderr: "inherit",
    });
    const { value } = await child.stdout.getReader().read();
    return new Handler(new TextDecoder().decode(value).trim(), child);
  }

  stop(): void {
    this.#process.kill();
  }
}
