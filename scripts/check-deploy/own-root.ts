import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Subprocess } from "bun";

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A root folder that begins as this machine's: an overlay in a mount namespace of its own, so that packages can be installed
 * and removed for good in it, and nothing of it is left. Programs in it use the machine's network, so a service on loopback is
 * reached from outside.
 */
export class OwnRoot implements AsyncDisposable {
  readonly #folder: string;
  readonly #holder: Subprocess<"ignore", "pipe", "pipe">;

  private constructor(folder: string, holder: Subprocess<"ignore", "pipe", "pipe">) {
    this.#folder = folder;
    this.#holder = holder;
  }

  /** `shared` is a folder that is seen in it as /shared. Gives a sentence where the machine allows none. */
  static async make(shared: string): Promise<OwnRoot | string> {
    if (process.getuid?.() !== 0) return "only root can make a root folder of its own";
    const folder = mkdtempSync(join(tmpdir(), "ocr-eco-own-root-"));
    const script = `set -e
      mount -t tmpfs none "$1"
      mkdir "$1/up" "$1/work" "$1/root"
      mount -t overlay overlay -o "lowerdir=/,upperdir=$1/up,workdir=$1/work" "$1/root"
      mount -t proc proc "$1/root/proc"
      mount --rbind /dev "$1/root/dev"
      mkdir "$1/root/shared"
      mount --bind "$2" "$1/root/shared"
      echo made
      exec sleep infinity`;
    // In a session of its own, and with us.
    const holder = Bun.spawn(
      [
        ...["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--propagation", "private"],
        ...["sh", "-c", script, "sh", folder, shared],
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const { value } = await holder.stdout.getReader().read();
    const own = new OwnRoot(folder, holder);
    if (value !== undefined) return own;
    const said = (await holder.stderr.text()).trim().replaceAll("\n", " ");
    await own[Symbol.asyncDispose]();
    return `this system mounts nothing (${said})`;
  }

  /** The words that run a command in it, as root, with a small environment. */
  command(words: readonly string[], env: Readonly<Record<string, string>> = {}): string[] {
    const own = {
      PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: "/root",
      DEBIAN_FRONTEND: "noninteractive",
      ...env,
    };
    const settings = Object.entries(own).map(([name, value]) => `${name}=${value}`);
    const enter = [
      "nsenter",
      `--target=${this.#holder.pid}`,
      "--mount",
      "chroot",
      join(this.#folder, "root"),
    ];
    return [...enter, "env", "-i", ...settings, ...words];
  }

  async run(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Result> {
    const child = Bun.spawn(this.command(words, env), { stdio: ["ignore", "pipe", "pipe"], cwd: "/" });
    const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
    return { status: await child.exited, stdout, stderr };
  }

  /** What a script of a shell prints, without the line's end. Throws where it fails. */
  async sh(script: string): Promise<string> {
    const { status, stdout, stderr } = await this.run(["sh", "-ec", script]);
    if (status !== 0) throw new Error(`${script}: status ${status}: ${stderr.trim().slice(0, 500)}`);
    return stdout.trimEnd();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#holder.kill("SIGKILL");
    await this.#holder.exited;
    mkdirSync(this.#folder, { recursive: true });
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
