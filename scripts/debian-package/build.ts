import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Architecture } from "../../src/native/catalog.ts";
import { debianChangelog, releasesIn } from "./changelog.ts";

const root = join(import.meta.dir, "..", "..");
const deploy = join(root, "deploy");
const maintainer = "The authors of ocr-eco <authors@ocr-eco.invalid>";

/** Debian's names of architectures. */
const debianNames: Readonly<Record<Architecture, string>> = { x64: "amd64", arm64: "arm64" };

export interface PackageParts {
  /** The executable that goes into it. */
  readonly executable: string;
  readonly architecture: Architecture;
  /** One that runs here: completions and the manual page are of its making. */
  readonly runnable: string;
  readonly version: string;
  /** The time that all files have. */
  readonly epochSeconds: number;
  /** What dpkg-deb packs with: xz is understood by every Debian. */
  readonly compression: "xz" | "none";
  /** Folder of the result. */
  readonly into: string;
}

/** Makes `ocr-eco_<version>_<architecture>.deb`, the same bytes of the same parts, and gives its path. */
export function buildDebianPackage(parts: PackageParts): string {
  const { executable, architecture, version, epochSeconds, compression, into } = parts;
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-deb-"));
  try {
    chmodSync(folder, 0o755);
    put(folder, "usr/bin/ocr-eco", readFileSync(executable), 0o755);
    putUnits(folder);
    putMadeByItself(folder, parts);
    putDocumentation(folder, parts);
    put(folder, "etc/ocr-eco/env", settings());
    // Commands typed in that folder, and the unit, read .env.
    symlinkSync("env", join(folder, "etc/ocr-eco/.env"));
    putControl(folder, version, debianNames[architecture]);
    for (const file of allIn(folder))
      if (!lstatSync(file).isSymbolicLink()) utimesSync(file, epochSeconds, epochSeconds);
    const target = join(into, `ocr-eco_${version}_${debianNames[architecture]}.deb`);
    mkdirSync(into, { recursive: true });
    // The highest level of xz takes six times as long, and is 3 % smaller.
    const packed = ["--root-owner-group", `-Z${compression}`, "-z2"];
    run(["dpkg-deb", ...packed, "--build", folder, target], epochSeconds);
    return target;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function putUnits(folder: string): void {
  for (const name of ["ocr-eco.service", "ocr-eco-backup.service", "ocr-eco-backup.timer"]) {
    // /usr/local is the operator's.
    const unit = readFileSync(join(deploy, "systemd", name), "utf8");
    put(
      folder,
      `usr/lib/systemd/system/${name}`,
      unit.replaceAll("/usr/local/bin/ocr-eco", "/usr/bin/ocr-eco"),
    );
  }
  put(folder, "usr/lib/sysusers.d/ocr-eco.conf", readFileSync(join(deploy, "debian", "ocr-eco.sysusers")));
}

function putMadeByItself(folder: string, { runnable, epochSeconds }: PackageParts): void {
  const says = (...words: string[]): Buffer => run([runnable, ...words], epochSeconds);
  put(folder, "usr/share/bash-completion/completions/ocr-eco", says("completion", "bash"));
  put(folder, "usr/share/zsh/vendor-completions/_ocr-eco", says("completion", "zsh"));
  put(folder, "usr/share/fish/vendor_completions.d/ocr-eco.fish", says("completion", "fish"));
  put(folder, "usr/share/man/man1/ocr-eco.1.gz", zipped(says("man")));
}

function putDocumentation(folder: string, { version, epochSeconds }: PackageParts): void {
  const documentation = "usr/share/doc/ocr-eco";
  const releases = releasesIn(readFileSync(join(root, "CHANGELOG.md"), "utf8"));
  const changelog = debianChangelog(releases, { version, maintainer, now: new Date(epochSeconds * 1000) });
  put(folder, `${documentation}/changelog.gz`, zipped(Buffer.from(changelog)));
  put(folder, `${documentation}/copyright`, copyright());
  for (const name of ["nginx", "caddy", "prometheus", "grafana", "systemd"])
    cpSync(join(deploy, name), join(folder, documentation, "examples", name), { recursive: true });
  for (const file of allIn(join(folder, documentation, "examples")))
    chmodSync(file, statSync(file).isDirectory() ? 0o755 : 0o644);
  put(
    folder,
    "usr/share/lintian/overrides/ocr-eco",
    readFileSync(join(deploy, "debian", "lintian-overrides")),
  );
}

/** The settings to begin with: as .env.production has them, but for where data are. */
function settings(): string {
  return readFileSync(join(root, ".env.production"), "utf8").replace(
    "DATA_DIR=./data",
    "DATA_DIR=/var/lib/ocr-eco",
  );
}

function copyright(): string {
  const license = readFileSync(join(root, "LICENSE"), "utf8").trim();
  const text = license
    .split("\n")
    .slice(4)
    .map((line) => (line === "" ? " ." : ` ${line}`))
    .join("\n");
  const [, who = ""] = /^Copyright \(c\) (.*)$/m.exec(license) ?? [];
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: ocr-eco
Comment: Of what others made and is inside of the program, ocr-eco licenses says whose it is and under which terms.

Files: *
Copyright: ${who}
License: Expat

License: Expat
${text}
`;
}

function putControl(folder: string, version: string, architecture: string): void {
  const files = allIn(folder).filter((file) => lstatSync(file).isFile());
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const sums = files
    .map((file) => [
      relative(folder, file),
      new Bun.CryptoHasher("md5").update(readFileSync(file)).digest("hex"),
    ])
    .filter(([path]) => path !== "etc/ocr-eco/env")
    .map(([path, sum]) => `${sum}  ${path}\n`);
  put(
    folder,
    "DEBIAN/control",
    `Package: ocr-eco
Version: ${version}
Architecture: ${architecture}
Maintainer: ${maintainer}
Installed-Size: ${Math.ceil(bytes / 1024)}
Depends: libc6 (>= 2.28), libgcc-s1 | libgcc1, libstdc++6 (>= 7), systemd | systemd-standalone-sysusers
Recommends: ca-certificates, tzdata
Suggests: caddy, libvulkan1, nginx, prometheus, redis-server
Section: graphics
Priority: optional
Description: step counts off screenshots of phones, as a service
 ocr-eco takes reports in over HTTP, keeps them on disk, reads the step count
 off their pictures, and delivers the results to a Laravel application; as a
 command it reads the pictures that are named. It says when it is not sure.
 .
 One program with everything inside: no database server, no models to fetch.
`,
  );
  put(folder, "DEBIAN/conffiles", "/etc/ocr-eco/env\n");
  put(folder, "DEBIAN/md5sums", sums.sort().join(""));
  for (const name of ["postinst", "prerm", "postrm"]) {
    copyFileSync(join(deploy, "debian", name), join(folder, "DEBIAN", name));
    chmodSync(join(folder, "DEBIAN", name), 0o755);
  }
}

function put(folder: string, path: string, content: string | Uint8Array, mode = 0o644): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
}

/** Without a name or a time, as `gzip -9n`. */
function zipped(content: Uint8Array): Uint8Array {
  return Bun.gzipSync(new Uint8Array(content), { level: 9 });
}

function allIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
}

function run(command: readonly string[], epochSeconds: number): Buffer {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], {
    env: { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", SOURCE_DATE_EPOCH: String(epochSeconds) },
  });
  if (exitCode !== 0)
    throw new Error(`${command.join(" ")}: status ${exitCode}: ${stderr.toString().trim()}`);
  return stdout;
}
