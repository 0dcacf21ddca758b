import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Subprocess } from "bun";
import { freePort } from "./free-port.ts";
import { until } from "./processes.ts";

const ours = join(import.meta.dir, "..", "..", "deploy", "nginx");

/** The program, from Debian's package nginx-light; `null` where it is not installed. */
export const nginxProgram = Bun.which("nginx", { PATH: `${process.env["PATH"]}:/usr/sbin` });

/** From where it asks the instances: as on another machine, it is not where clients are. */
export const nginxAddress = "127.0.0.5";

interface Options {
  /** Where it keeps all that it keeps. */
  readonly folder: string;
  /** Addresses of the instances behind it. */
  readonly instances: readonly string[];
  readonly certificate: { readonly cert: string; readonly key: string };
}

/** A real nginx on loopback with our files, but for ports, the certificate and the instances behind it. */
export class Nginx {
  readonly url: string;
  readonly plainUrl: string;
  readonly configuration: string;
  #child: Subprocess | undefined;

  constructor({ folder, instances, certificate }: Options) {
    const [secure, plain] = [freePort(), freePort()];
    this.url = `https://localhost:${secure}`;
    this.plainUrl = `http://localhost:${plain}`;
    writeFileSync(join(folder, "fullchain.pem"), certificate.cert);
    writeFileSync(join(folder, "privkey.pem"), certificate.key);
    const servers = instances.map((url) => new URL(url).host);
    const upstreams = readFileSync(join(ours, "ocr-eco-upstreams.conf"), "utf8").replaceAll(
      /^ {4}server \S+?( max_fails=0)?;$/gm,
      (_, further = "") => servers.map((each) => `    server ${each}${further};`).join("\n"),
    );
    const site = readFileSync(join(ours, "ocr-eco.conf"), "utf8")
      .replaceAll("/etc/ssl/ocr-eco", folder)
      .replaceAll(/^ +listen \[::\].*\n/gm, "")
      .replace("listen 80;", `listen 127.0.0.1:${plain};`)
      .replace("listen 443 ssl;", `listen 127.0.0.1:${secure} ssl;`)
      .replaceAll("ocr.example.org", "localhost");
    writeFileSync(join(folder, "ocr-eco-upstreams.conf"), upstreams);
    writeFileSync(join(folder, "ocr-eco.conf"), site);
    this.configuration = join(folder, "nginx.conf");
    writeFileSync(this.configuration, main(folder));
  }

  /** Starts it, and waits until it answers. */
  async start(): Promise<this> {
    this.#child = Bun.spawn([nginxProgram ?? "nginx", "-c", this.configuration, "-e", "stderr"], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const child = this.#child;
    await until("nginx answers", async () => {
      if (child.exitCode !== null) throw new Error(`nginx ended with status ${child.exitCode}`);
      const answer = await fetch(this.plainUrl, { redirect: "manual" }).catch(() => null);
      return answer !== null;
    });
    return this;
  }

  async stop(): Promise<void> {
    this.#child?.kill("SIGTERM");
    await this.#child?.exited;
  }
}

/** What Debian's nginx.conf has around our files, in a folder of its own; as root, its workers stay root to write there. */
function main(folder: string): string {
  const isRoot = process.getuid?.() === 0;
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => {
    mkdirSync(join(folder, name), { recursive: true });
    chmodSync(join(folder, name), 0o700);
    return `${name}_temp_path ${join(folder, name)};`;
  });
  return `daemon off;
${isRoot ? "user root;" : ""}
worker_processes 2;
pid ${join(folder, "nginx.pid")};
error_log stderr crit;
events { worker_connections 512; }
http {
    access_log off;
    proxy_bind ${nginxAddress};
    ${places.join("\n    ")}
    include ${join(folder, "ocr-eco-upstreams.conf")};
    include ${join(folder, "ocr-eco.conf")};
}
`;
}
