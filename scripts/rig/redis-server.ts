import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import type { Server } from "../../src/redis/connection.ts";

/** A real server on a socket in a folder of its own, which syncs each write. */
export class RedisServer {
  readonly folder: string;
  readonly socket: string;
  /** Where it listens besides; 0 for nowhere. */
  readonly port: number;
  readonly #settings: readonly string[];
  #process: Bun.Subprocess | null = null;

  /** `settings` are options of the command: `["--maxmemory", "4mb"]`. */
  constructor(settings: readonly string[] = [], port = 0) {
    this.port = port;
    this.folder = mkdtempSync(join(tmpdir(), "ocr-eco-redis-"));
    this.socket = join(this.folder, "redis.sock");
    this.#settings = settings;
  }

  /** As QUEUE_URL has it. */
  url(user = "", rest = "/0"): string {
    return `redis://${user === "" ? "" : `${user}@`}127.0.0.1:${this.port}${rest}`;
  }

  get server(): Server {
    return { at: { path: this.socket }, database: 0 };
  }

  get #password(): string | undefined {
    const at = this.#settings.indexOf("--requirepass");
    return at < 0 ? undefined : this.#settings[at + 1];
  }

  async start(): Promise<void> {
    const always = [
      "--port",
      String(this.port),
      "--bind",
      "127.0.0.1",
      "--appendonly",
      "yes",
      "--appendfsync",
      "always",
      "--save",
      "",
    ];
    this.#process = Bun.spawn(
      ["redis-server", "--dir", this.folder, "--unixsocket", this.socket, ...always, ...this.#settings],
      { stdout: "ignore", stderr: "ignore" },
    );
    const client = this.client(this.#password);
    await client.ping();
    client.disconnect();
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  /** What only tests ask of a server. */
  client(password?: string): Redis {
    const client = new Redis({
      path: this.socket,
      maxRetriesPerRequest: null,
      retryStrategy: () => 10,
      ...(password === undefined ? {} : { password }),
    });
    // Until the server is there.
    client.on("error", () => {});
    return client;
  }

  /** Ends it as it wants to be ended, or as a power cut would. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    this.#process?.kill(signal);
    await this.#process?.exited;
    this.#process = null;
  }

  /** Ends it, and takes its folder away. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
