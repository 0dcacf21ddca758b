import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Subprocess } from "bun";

const root = join(import.meta.dir, "..", "..");
const rootImage = "localhost/ocr-eco-root";
const image = "localhost/ocr-eco";
const container = "ocr-eco-check";

interface ImageConfig {
  readonly User: string;
  readonly StopSignal: string;
  readonly Volumes: Readonly<Record<string, object>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

/** buildah and podman with all that they keep in one folder; no daemon, no registry. */
export class Engine {
  readonly #store: readonly string[];
  readonly #podman: readonly string[];

  constructor(folder: string) {
    const store = [
      "--root",
      join(folder, "store"),
      "--runroot",
      join(folder, "run"),
      "--storage-driver",
      "vfs",
    ];
    this.#store = ["buildah", ...store];
    this.#podman = [
      ...["podman", ...store, "--tmpdir", join(folder, "tmp")],
      ...["--runtime", "runc", "--cgroup-manager", "cgroupfs", "--events-backend", "none"],
    ];
  }

  /** What a command prints. Throws with what it says where it fails. */
  async run(command: readonly string[]): Promise<string> {
    const child = Bun.spawn([...command], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
    if ((await child.exited) !== 0)
      throw new Error(
        `${command.slice(0, 3).join(" ")} …: status ${child.exitCode}: ${stderr.trim().slice(-1000)}`,
      );
    return stdout;
  }

  /** Has a folder as the image that ours lies on. */
  async importRoot(folder: string): Promise<void> {
    const words = ["sh", "-ec", 'folder=$1; shift; tar -C "$folder" -c . | "$@"', "sh", folder];
    await this.run([...words, ...this.#podman, "import", "--quiet", "-", rootImage]);
  }

  async build(dockerfile: string): Promise<void> {
    // OCI's own format knows no health checks.
    const how = [
      "--isolation",
      "chroot",
      "--format",
      "docker",
      "--pull-never",
      "--build-arg",
      `ROOT=${rootImage}`,
    ];
    await this.run([...this.#store, "build", ...how, "-f", dockerfile, "-t", image, "."]);
  }

  async config(): Promise<ImageConfig> {
    const found = await this.run([...this.#store, "inspect", "--type", "image", image]);
    return (JSON.parse(found) as { Docker: { config: ImageConfig } }).Docker.config;
  }

  /** Runs it as the Dockerfile says that it is run, on this machine's network, with a folder that has its `.env`. */
  start(folder: string, settings: Readonly<Record<string, string>>): Running {
    const limits = [`nofile=${openFiles()}`, "nproc=4096"].flatMap((each) => {
      const [name, most] = each.split("=");
      return ["--ulimit", `${name}=${most}:${most}`];
    });
    const hardened = ["--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges", ...limits];
    const env = Object.entries(settings).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
    // Health checks of podman's need systemd: its command is run by hand.
    const how = [
      "--rm",
      "--name",
      container,
      "--network",
      "host",
      "--no-healthcheck",
      "--log-driver",
      "none",
    ];
    const mounted = ["--volume", `${folder}:/etc/ocr-eco:ro`];
    const child = Bun.spawn([...this.#podman, "run", ...how, ...mounted, ...hardened, ...env, image], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Running(child, {
      healthCheck: async () => {
        const [kind, ...test] = (await this.config()).Healthcheck.Test;
        if (kind !== "CMD") throw new Error(`the health check needs a shell: ${kind}`);
        return [...this.#podman, "exec", container, ...test];
      },
      remove: () =>
        this.run([...this.#podman, "rm", "--force", "--ignore", "--volumes", "--time", "0", container]),
    });
  }
}

interface Doing {
  readonly healthCheck: () => Promise<string[]>;
  readonly remove: () => Promise<unknown>;
}

/** A container, in the foreground of a process of ours. */
class Running implements AsyncDisposable {
  readonly #child: Subprocess<"ignore", "pipe", "pipe">;
  readonly #doing: Doing;
  /** What it has printed. */
  log = "";

  constructor(child: Subprocess<"ignore", "pipe", "pipe">, doing: Doing) {
    this.#child = child;
    this.#doing = doing;
    for (const stream of [child.stdout, child.stderr]) void this.#collect(stream);
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  get exited(): Promise<number> {
    return this.#child.exited;
  }

  /** The status of its own health check. */
  async isHealthy(): Promise<number> {
    const child = Bun.spawn(await this.#doing.healthCheck(), { stdio: ["ignore", "ignore", "ignore"] });
    return child.exited;
  }

  /** As `docker stop` does. */
  end(): void {
    this.#child.kill("SIGTERM");
  }

  async #collect(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) this.log += decoder.decode(chunk, { stream: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#doing.remove();
    await this.exited;
  }
}

/** Who may not raise limits can give a container no more than it has itself. */
function openFiles(): number {
  const file = "/proc/self/limits";
  const limits = existsSync(file) ? readFileSync(file, "utf8") : "";
  return Math.min(65_536, Number(/^Max open files +\d+ +(\d+)/m.exec(limits)?.[1] ?? 65_536));
}
