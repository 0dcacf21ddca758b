import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { childrenOf, processorSeconds } from "./processes.ts";

const root = join(import.meta.dir, "..", "..");
const executable = join(root, "dist", "ocr-eco");

export const key = "a-key-for-figures-0123456789abcdef";

/** How the program is started: the executable where it was built, else its source. */
export const program: readonly string[] = existsSync(executable)
  ? [executable]
  : [process.execPath, join(root, "cli", "main.ts")];

/** A `serve` of our own, on a port and with data of its own. */
export class Serving {
  readonly url: string;
  /** From the start of the process to the first `/ready` that said so, in milliseconds. */
  readonly readyMs: number;
  readonly #folder: string;
  readonly #process: Bun.Subprocess;

  private constructor(url: string, readyMs: number, folder: string, child: Bun.Subprocess) {
    this.url = url;
    this.readyMs = readyMs;
    this.#folder = folder;
    this.#process = child;
  }

  /** `own` is how the program is started, where it is another one. */
  static async start(
    settings: Readonly<Record<string, string>> = {},
    own: readonly string[] = program,
  ): Promise<Serving> {
    const folder = mkdtempSync(join(tmpdir(), "ocr-eco-service-"));
    const port = freePort();
    const began = performance.now();
    const child = Bun.spawn([...own, "serve"], {
      cwd: folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: process.env["HOME"] ?? "",
        HOST: "127.0.0.1",
        PORT: String(port),
        API_KEY: key,
        RATE_LIMIT: "unlimited",
        MAX_QUEUE_SIZE: "1000000",
        WORKER_COUNT: "2",
        LOG_LEVEL: "error",
        LARAVEL_API_URL: "http://127.0.0.1:9",
        LARAVEL_API_KEY: "their-key",
        ALLOWED_PRIVATE_NETWORKS: "127.0.0.0/8",
        ...settings,
      },
      stdout: "inherit",
      stderr: "inherit",
    });
    const url = `http://127.0.0.1:${port}`;
    while (!(await isReady(url))) {
      if (child.exitCode !== null) throw new Error(`serve ended with status ${child.exitCode}`);
      await Bun.sleep(5);
    }
    return new Serving(url, performance.now() - began, folder, child);
  }

  async post(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      method: "POST",
      headers: { "x-api-key": key, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
    return response.json();
  }

  /** Memory in use by the server process, without its children, in MB. */
  get residentMb(): number {
    const [, kilobytes = "0"] =
      /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${this.#process.pid}/status`, "latin1")) ?? [];
    return Math.round((Number(kilobytes) * 1024) / 1e6);
  }

  /** Processor time that the server and its children have taken so far, in seconds. */
  get cpuSeconds(): number {
    return [this.#process.pid, ...childrenOf(this.#process.pid)].reduce(
      (sum, pid) => sum + processorSeconds(pid),
      0,
    );
  }

  async stop(): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.#process.exited;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`)).status === 200;
  } catch {
    return false;
  }
}
