import { describe, expect, test } from "bun:test";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary.ts";

const scripts = join(import.meta.dir, "..", "..", "scripts");
const systemPrograms = "sh sed uname ls mkdir mktemp cat tail cut rm mv cp chmod sha256sum dirname tar gzip";

/** A fresh checkout on a machine that has only the system's programs and the ones given as shell scripts. */
function freshMachine(programs: Record<string, string>) {
  const base = temporaryFolder();
  const root = join(base, "a check out");
  mkdirSync(root);
  const folder = join(base, "bin");
  mkdirSync(folder);
  for (const name of systemPrograms.split(" ")) {
    if (!(name in programs)) symlinkSync(Bun.which(name) ?? name, join(folder, name));
  }
  for (const [name, script] of Object.entries(programs)) {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
  copyFileSync(join(scripts, "setup.sh"), join(base, "setup.sh"));
  writeFileSync(join(root, "package.json"), '{\n  "packageManager": "bun@9.9.9"\n}\n');
  for (const name of ["bun.lock", "bunfig.toml"]) writeFileSync(join(root, name), "");
  return {
    root,
    setUp() {
      const script = '. "$0"; set_up; echo "$bun"';
      const { exitCode, stdout, stderr } = Bun.spawnSync(["sh", "-c", script, join(base, "setup.sh")], {
        cwd: "/",
        env: { PATH: folder, root },
      });
      return { exitCode, stdout: stdout.toString().trim(), stderr: stderr.toString().trim() };
    },
  };
}

const bunThat = (version: string) =>
  `case "$1" in --version) echo ${version} ;; install) mkdir node_modules; echo install >>calls ;; esac`;

describe("setting up", () => {
  test("uses the Bun on the PATH when it is the pinned version", () => {
    const machine = freshMachine({ bun: bunThat("9.9.9") });
    const { exitCode, stdout } = machine.setUp();
    expect(exitCode).toBe(0);
    expect(stdout).toEndWith("/bin/bun");
    expect(existsSync(join(machine.root, "node_modules"))).toBe(true);
  });

  test("installs nothing the second time, and again when the lock file changes", () => {
    const machine = freshMachine({ bun: bunThat("9.9.9") });
    machine.setUp();
    expect(machine.setUp().stderr).toBe("");
    expect(readFileSync(join(machine.root, "calls"), "utf8")).toBe("install\n");
    writeFileSync(join(machine.root, "bun.lock"), "changed");
    expect(machine.setUp().stderr).toContain("installing packages");
  });

  test("says what to install when there is neither Node nor Bun", () => {
    const { exitCode, stderr } = freshMachine({}).setUp();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("neither Node with npm nor Bun is installed");
  });

  test("says what is supported on a system that is not", () => {
    const mac = freshMachine({ uname: "echo Darwin" }).setUp();
    expect(mac.exitCode).toBe(1);
    expect(mac.stderr).toContain("this is Darwin; ocr-eco is developed on Linux (x64 or arm64, glibc) only");
    const riscv = freshMachine({ uname: 'case "$1" in -s) echo Linux ;; -m) echo riscv64 ;; esac' }).setUp();
    expect(riscv.stderr).toContain("this machine is a riscv64");
  });

  test("refuses a Bun that is not the one the project is pinned to", () => {
    const machine = freshMachine({
      node: "",
      npm: "mkdir -p package/bin; echo evil >package/bin/bun; tar -czf a.tgz package",
    });
    const { exitCode, stderr } = machine.setUp();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("is not the program this project is pinned to");
    expect([...new Bun.Glob(".tools/**/bun").scanSync({ cwd: machine.root, dot: true })]).toEqual([]);
  });

  test("says that the network may be missing when npm cannot fetch Bun", () => {
    const { exitCode, stderr } = freshMachine({ node: "", npm: "echo getaddrinfo >&2; exit 1" }).setUp();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("getaddrinfo");
    expect(stderr).toContain("could not fetch @oven/bun-linux-");
  });

  test("asks a Bun of another version to fetch the pinned one", () => {
    const { exitCode, stderr } = freshMachine({ bun: `${bunThat("1.0.0")}; exit 1` }).setUp();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("fetching Bun 9.9.9");
  });

  test("names what it cannot install, and tries again the next time", () => {
    const machine = freshMachine({
      bun: 'case "$1" in --version) echo 9.9.9 ;; install) echo broken >&2; exit 1 ;; esac',
    });
    for (const { exitCode, stderr } of [machine.setUp(), machine.setUp()]) {
      expect(exitCode).toBe(1);
      expect(stderr).toContain("broken");
      expect(stderr).toContain("could not install the packages in bun.lock");
    }
  });
});

test("the checksums in setup.sh are for the version in package.json", async () => {
  const { packageManager } = await Bun.file(join(scripts, "..", "package.json")).json();
  expect(packageManager).toBe(`bun@${Bun.version}`);
  const program = readFileSync(process.execPath);
  const sha256 = new Bun.CryptoHasher("sha256").update(program).digest("hex");
  expect(readFileSync(join(scripts, "setup.sh"), "utf8")).toContain(`bun_sha256_${process.arch}=${sha256}\n`);
});
