import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { freePort } from "./free-port.ts";
import { until } from "./processes.ts";

/** A real Sentinel on loopback, which takes a server for gone after half a second. */
export class RedisSentinel {
  readonly port = freePort();
  readonly #folder = mkdtempSync(join(tmpdir(), "ocr-eco-sentinel-"));
  #process: Bun.Subprocess | null = null;

  /** Watches over the server on a port of loopback, which it calls `group`. */
  async start(group: string, port: number): Promise<this> {
    const file = join(this.#folder, "sentinel.conf");
    const lines = [
      `port ${this.port}`,
      "bind 127.0.0.1",
      `dir ${this.#folder}`,
      `sentinel monitor ${group} 127.0.0.1 ${port} 1`,
      `sentinel down-after-milliseconds ${group} 500`,
      `sentinel failover-timeout ${group} 3000`,
    ];
    writeFileSync(file, `${lines.join("\n")}\n`);
    this.#process = Bun.spawn(["redis-server", file, "--sentinel"], { stdout: "ignore", stderr: "ignore" });
    await until("the Sentinel knows a replica", async () => (await this.#replicas(group)) > 0);
    return this;
  }

  async #replicas(group: string): Promise<number> {
    const client = new Redis({ port: this.port, host: "127.0.0.1", lazyConnect: true, retryStrategy: null });
    client.on("error", () => {});
    try {
      await client.connect();
      const found = (await client.call("SENTINEL", "REPLICAS", group)) as unknown[];
      return found.length;
    } catch {
      return 0;
    } finally {
      client.disconnect();
    }
  }

  async remove(): Promise<void> {
    this.#process?.kill();
    await this.#process?.exited;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
