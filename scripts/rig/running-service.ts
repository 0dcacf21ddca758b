import { dirname, join } from "node:path";
import type { Subprocess } from "bun";
import type { z } from "zod";
import type { AppStatusDetails } from "../../src/api/app-status.ts";
import type { deliverySchema } from "../../src/api/deliveries.ts";
import type { Laravel } from "./laravel.ts";
import type { PictureServer } from "./picture-server.ts";
import { until } from "./processes.ts";
import { programFile } from "./programs.ts";

export const apiKey = "a-key-that-tests-use-0123456789";

/** Starts `serve` with workers that read nothing, see serve-quickly.ts. */
export const quickCommand: readonly string[] = commandOf(programFile("scripts/rig/serve-quickly.ts"));

/** The same of another build, which `bundlePrograms` wrote into a folder. */
export function quickCommandIn(folder: string): readonly string[] {
  return commandOf(join(folder, "scripts", "rig", "serve-quickly.js"));
}

type ShownDelivery = z.infer<typeof deliverySchema>;

/** `ocr-eco serve` as a process of its own, with a receiver and a server of pictures beside it. */
export class RunningService {
  readonly laravel: Laravel;
  readonly pictures: PictureServer;
  readonly dataFolder: string;
  readonly #env: Readonly<Record<string, string>>;
  #command: readonly string[];
  #process: Subprocess<"ignore", "pipe", "pipe"> | undefined;
  #url = "";
  /** What it printed since it was started last. */
  log = "";
  errors = "";

  constructor({ laravel, pictures, dataFolder, env, command }: ServiceParts) {
    this.laravel = laravel;
    this.pictures = pictures;
    this.dataFolder = dataFolder;
    this.#command = command;
    this.#env = {
      PATH: process.env["PATH"] ?? "",
      HOME: process.env["HOME"] ?? "",
      HOST: "127.0.0.1",
      PORT: "0",
      DATA_DIR: dataFolder,
      API_KEY: apiKey,
      RATE_LIMIT: "unlimited",
      WORKER_COUNT: "1",
      LARAVEL_API_URL: laravel.url,
      LARAVEL_API_KEY: laravel.key,
      ALLOWED_PRIVATE_NETWORKS: "127.0.0.0/8",
      ...env,
    };
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  get url(): string {
    return this.#url;
  }

  /** Where it will listen, for one that was given a port. */
  get ownAddress(): string {
    return `http://127.0.0.1:${this.#env["PORT"]}`;
  }

  /** Has it be another program from its next start on, on the same data. */
  become(command: readonly string[]): void {
    this.#command = command;
  }

  /** Starts it, and waits until it listens; `ready` also until its workers are warm. */
  async start({ ready = true, env = {} as Readonly<Record<string, string>> } = {}): Promise<this> {
    this.log = "";
    this.errors = "";
    // Not in a folder with a .env file.
    this.#process = Bun.spawn([...this.#command], {
      cwd: dirname(this.dataFolder),
      env: { ...this.#env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const child = this.#process;
    void collect(child.stdout, (text) => {
      this.log += text;
    });
    void collect(child.stderr, (text) => {
      this.errors += text;
    });
    await until(`the service listens (${this.errors})`, () => {
      if (child.exitCode !== null) throw new Error(`It ended with status ${child.exitCode}: ${this.errors}`);
      return this.logged("listening").length > 0;
    });
    this.#url = String(this.logged("listening")[0]?.["address"]).replace(/\/$/, "");
    if (ready) await until("the service is ready", () => this.logged("ready").length > 0);
    return this;
  }

  /** Lines of the log with this message. */
  logged(message: string): Record<string, unknown>[] {
    return this.lines().filter((line) => line["msg"] === message);
  }

  lines(): Record<string, unknown>[] {
    return this.log
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  get hasEnded(): boolean {
    const { exitCode = null, signalCode = null } = this.#process ?? {};
    return exitCode !== null || signalCode !== null;
  }

  /** Waits for its end and says how that was. */
  async ended(): Promise<{ code: number | null; signal: string | null }> {
    await this.#process?.exited;
    return { code: this.#process?.exitCode ?? null, signal: this.#process?.signalCode?.toString() ?? null };
  }

  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.ended();
  }

  fetch(path: string, init: BunFetchRequestInit = {}): Promise<Response> {
    return fetch(`${this.#url}${path}`, { ...init, headers: { "x-api-key": apiKey, ...init.headers } });
  }

  async get(path: string): Promise<Record<string, unknown>> {
    return (await (await this.fetch(path)).json()) as Record<string, unknown>;
  }

  post(path: string, body: unknown): Promise<Response> {
    return this.fetch(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  }

  /** Sends a report and gives the answer's members. */
  async submit(report: Record<string, unknown>): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await this.post("/api/v1/ocr-ecosteps", {
      user_id: 7,
      s3_url: this.pictures.url("steps.png"),
      ...report,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** All deliveries in a state, newest first. */
  async deliveries(state: "pending" | "delivered" | "failed"): Promise<ShownDelivery[]> {
    const all: ShownDelivery[] = [];
    for (let before = ""; ; ) {
      const { deliveries } = await this.get(`/admin/webhooks?state=${state}&limit=1000${before}`);
      const page = deliveries as ShownDelivery[];
      all.push(...page);
      if (page.length < 1000) return all;
      before = `&before=${page.at(-1)?.webhook_id}`;
    }
  }

  /** Waits until nothing waits, is worked on, or is on its way. */
  async settled(milliseconds?: number): Promise<void> {
    const isSettled = async (): Promise<boolean> => {
      const { jobs, deliveries } = await this.details();
      return [jobs["waiting"], jobs["active"], jobs["retrying"], deliveries["pending"]].every(
        (count) => count === 0,
      );
    };
    await until("everything has ended and is delivered", isSettled, milliseconds);
  }

  /** Waits until a worker reads a picture. */
  async reading(): Promise<void> {
    await until("a picture is read", async () => {
      const { workers } = (await this.get("/app-status")) as { workers: { busy_workers: number } };
      return workers.busy_workers > 0;
    });
  }

  /** The members of /app-status that only callers with a key see. */
  async details(): Promise<AppStatusDetails> {
    return (await this.get("/app-status"))["details"] as AppStatusDetails;
  }
}

interface ServiceParts {
  readonly laravel: Laravel;
  readonly pictures: PictureServer;
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

function commandOf(file: string): readonly string[] {
  // As in the executable: the program reads .env itself.
  return [process.execPath, "--no-env-file", file];
}

async function collect(stream: ReadableStream<Uint8Array>, add: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) add(decoder.decode(chunk, { stream: true }));
}
