import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Subprocess } from "bun";
import { freePort } from "./free-port.ts";

const ours = join(import.meta.dir, "..", "..", "deploy", "prometheus");

/** The program, from Debian's package of the same name; `null` where it is not installed. */
export const prometheusProgram = Bun.which("prometheus");

interface Options {
  /** Where it keeps all that it keeps. */
  readonly folder: string;
  /** The service that is scraped, and a key for its figures. */
  readonly url: string;
  readonly key: string;
}

/** What an expression came to at one time, or over a time. */
export interface Found {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [seconds: number, value: string];
  readonly values?: readonly (readonly [seconds: number, value: string])[];
}

/** A real Prometheus on loopback with our files, but that it looks each second, at one service. */
export class Prometheus {
  readonly #address = `127.0.0.1:${freePort()}`;
  readonly #child: Subprocess;

  constructor({ folder, url, key }: Options) {
    for (const name of ["rules.yml", "alerts.yml"]) copyFileSync(join(ours, name), join(folder, name));
    const config = readFileSync(join(ours, "prometheus.yml"), "utf8")
      .replace("127.0.0.1:8000", new URL(url).host)
      .replaceAll(/interval: 15s/g, "interval: 1s");
    writeFileSync(join(folder, "prometheus.yml"), config);
    writeFileSync(join(folder, "ocr-eco.key"), key);
    this.#child = Bun.spawn(
      [
        prometheusProgram ?? "prometheus",
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=${this.#address}`,
        "--log.level=warn",
        "--enable-feature=exemplar-storage",
      ],
      { stdio: ["ignore", "ignore", "ignore"] },
    );
  }

  /** What its API answers at a path, `data` of it; `null` while it does not. */
  async ask<Data>(path: string): Promise<Data | null> {
    const response = await fetch(`http://${this.#address}/api/v1/${path}`).catch(() => null);
    return response?.ok === true ? ((await response.json()) as { readonly data: Data }).data : null;
  }

  /** What an expression comes to now. */
  async query(expr: string): Promise<readonly Found[]> {
    return this.#results(`query?${new URLSearchParams({ query: expr })}`);
  }

  /** What it came to from one time to another, in seconds since 1970, every `step` seconds. */
  async queryRange(expr: string, from: number, until: number, step: number): Promise<readonly Found[]> {
    const asked = { query: expr, start: String(from), end: String(until), step: String(step) };
    return this.#results(`query_range?${new URLSearchParams(asked)}`);
  }

  async #results(path: string): Promise<readonly Found[]> {
    return (await this.ask<{ readonly result: readonly Found[] }>(path))?.result ?? [];
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.exited;
  }
}
