import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Architecture } from "../../src/native/catalog.ts";

/** What the executable asks of a system; everything else it has to carry itself. */
const systemLibraries = [
  "libc.so.6",
  "libm.so.6",
  "libdl.so.2",
  "librt.so.1",
  "libpthread.so.0",
  "libresolv.so.2",
  "libstdc++.so.6",
  "libgcc_s.so.1",
];

const loaders: Readonly<Record<Architecture, string>> = {
  x64: "lib64/ld-linux-x86-64.so.2",
  arm64: "lib/ld-linux-aarch64.so.1",
};

/** The user that systems keep for programs that shall own nothing. */
export const nobody = 65534;

/** How a program is run in the bare root. */
export interface RunOptions {
  /** Numeric user; root where not given. */
  readonly user?: number;
  /** The variable HOME, the only one that is set. `/noexec` is a folder mounted noexec. */
  readonly home?: string;
  /** Everything but /tmp is read-only. */
  readonly readOnly?: boolean;
}

/** What runs in the bare root: the process that entered it. */
type Entered = Bun.Subprocess<"ignore", "pipe", "pipe">;

/** What came of it. */
export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A root folder in which the executable lies alone, with the C and C++ libraries and no shell, no
 * node_modules and no checkout: whatever runs there carries with it what it needs.
 */
export class BareRoot implements Disposable {
  readonly folder: string;
  readonly #emulator: string;
  readonly #timeoutMs: number;

  /**
   * @param executable is copied to /ocr-eco
   * @param libraries folders in which the system's libraries for `architecture` are looked for
   * @param emulator the static qemu for `architecture`, or `-` where this machine runs it itself
   */
  constructor(executable: string, architecture: Architecture, libraries: readonly string[], emulator = "-") {
    this.folder = mkdtempSync(join(tmpdir(), "ocr-eco-bare-root-"));
    this.#emulator = emulator;
    this.#timeoutMs = emulator === "-" ? 60_000 : 1_200_000;
    chmodSync(this.folder, 0o755);
    for (const name of [
      "lib",
      "lib64",
      "proc",
      "sys",
      "dev",
      "tmp",
      "home",
      "noexec",
      "binfmt",
      "pictures",
    ]) {
      mkdirSync(join(this.folder, name));
    }
    chmodSync(join(this.folder, "tmp"), 0o1777);
    Bun.spawnSync(["touch", join(this.folder, "dev", "null")]);
    copyFileSync(executable, join(this.folder, "ocr-eco"));
    copyFileSync(join(import.meta.dir, "cpuinfo-arm64"), join(this.folder, "cpuinfo"));
    for (const name of systemLibraries) copyFileSync(find(name, libraries), join(this.folder, "lib", name));
    const loader = loaders[architecture];
    copyFileSync(find(loader.replace(/.*\//, ""), libraries), join(this.folder, loader));
  }

  /**
   * Why this system lets nothing be run here, in its own words, or `null` when all is well: it may forbid
   * namespaces (as containers do) or to register an emulator in them (as Linux before 6.7 does).
   */
  async obstacle(): Promise<string | null> {
    const { status, stderr } = await this.#enter([], {});
    return status === 0 ? null : stderr.trim().replaceAll("\n", " ") || `status ${status}`;
  }

  /** Runs /ocr-eco with these words. */
  run(words: readonly string[], options: RunOptions = {}): Promise<Result> {
    return this.#enter(["/ocr-eco", ...words], options);
  }

  /** Starts /ocr-eco with these words; it ends at the latest with this process. */
  start(words: readonly string[], options: RunOptions = {}): Entered {
    return this.#spawn(["/ocr-eco", ...words], options);
  }

  async #enter(command: readonly string[], options: RunOptions): Promise<Result> {
    const child = this.#spawn(command, options);
    const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
    await child.exited;
    return { status: child.exitCode, stdout, stderr };
  }

  #spawn(command: readonly string[], options: RunOptions): Entered {
    const { user = 0, home = "/home", readOnly = false } = options;
    const asRoot = process.getuid?.() === 0;
    if (!asRoot && user !== 0) throw new Error("only root can become another user");
    return Bun.spawn(
      [
        ...["unshare", ...(asRoot ? [] : ["--map-root-user"]), ...(this.#emulator === "-" ? [] : emulated)],
        ...["--mount", "--pid", "--fork", "--kill-child"],
        ...["sh", join(import.meta.dir, "enter.sh"), this.folder, String(user), home],
        ...[readOnly ? "yes" : "no", this.#emulator, ...command],
      ],
      { stdin: "ignore", stdout: "pipe", stderr: "pipe", timeout: this.#timeoutMs, killSignal: "SIGKILL" },
    );
  }

  /** All files in the bare root, as paths from it. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => `/${relative(this.folder, join(entry.parentPath, entry.name))}`)
      .sort();
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A user namespace of its own makes the registration of an emulator invisible outside. */
const emulated = ["--user", "--map-root-user"];

function find(name: string, folders: readonly string[]): string {
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`There is no ${name} in ${folders.join(", ")}`);
  return found;
}

/** Where Debian and others keep the libraries of the machine itself. */
export function ownLibraryFolders(architecture: Architecture): string[] {
  const triplet = architecture === "x64" ? "x86_64-linux-gnu" : "aarch64-linux-gnu";
  return [`/lib/${triplet}`, `/usr/lib/${triplet}`, "/lib64", "/usr/lib64", "/lib", "/usr/lib"];
}
