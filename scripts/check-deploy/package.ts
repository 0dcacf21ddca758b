import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { epochSeconds } from "../build/epoch.ts";
import { ownArchitecture } from "../build/packages.ts";
import { buildDebianPackage } from "../debian-package/build.ts";
import { freePort } from "../rig/free-port.ts";
import { until } from "../rig/processes.ts";
import { contains, type Steps, same } from "../smoke/steps.ts";
import { OwnRoot } from "./own-root.ts";

const [older, newer] = ["1.0.0", "1.0.1"];

/** Makes the Debian package, and installs, updates, removes and purges it in a root folder of its own. */
export async function checkPackage(steps: Steps, executable: string): Promise<void> {
  if (Bun.which("dpkg-deb") === null)
    return steps.lacksPackage("the Debian package", "dpkg-deb is not installed");
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-packages-"));
  try {
    // The program itself is packed once, and as it is: reading and writing it again shows no more.
    const build = (version: string, program: string, into = folder): string =>
      buildDebianPackage({
        executable: program,
        architecture: ownArchitecture(),
        runnable: executable,
        version,
        epochSeconds: epochSeconds(),
        compression: program === executable ? "none" : "xz",
        into,
      });
    const [first, small] = [build(older, executable), build(newer, "/bin/true")];
    await steps.step("the Debian package is the same bytes when it is made again", () => {
      const again = build(newer, "/bin/true", join(folder, "again"));
      same(readFileSync(again).equals(readFileSync(small)), true, "the same");
    });
    await lint(steps, small);
    const root = await OwnRoot.make(folder);
    if (typeof root === "string") return steps.cannotTry("installing the Debian package", root);
    await using _ = root;
    await tryPackage(steps, root, [first, small]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function lint(steps: Steps, file: string): Promise<void> {
  if (Bun.which("lintian") === null) return steps.lacksPackage("lintian", "lintian is not installed");
  await steps.step("lintian finds nothing in the Debian package but what has a reason", () => {
    // With a small program in it: lintian looks at ours for half a minute, only to say how Bun links.
    const command = [
      "lintian",
      "--allow-root",
      "--fail-on",
      "error,warning",
      "--suppress-tags",
      tagsOfOurs,
      file,
    ];
    const { exitCode, stdout } = Bun.spawnSync(command);
    same([exitCode, stdout.toString().trim()], [0, ""], "lintian");
  });
}

/** What is overridden for the program, and not there in another one. */
const tagsOfOurs = "mismatched-override,unused-override";

async function tryPackage(
  steps: Steps,
  root: OwnRoot,
  [first, second]: readonly [string, string],
): Promise<void> {
  const inside = (file: string): string => `/shared/${file.replace(/.*\//, "")}`;
  // What maintainer scripts tell systemd is written down: none runs here.
  await root.sh(`mkdir -p /run/systemd/system
    printf '#!/bin/sh\\nexit 0\\n' > /usr/sbin/policy-rc.d
    rm -f /usr/bin/systemctl
    printf '#!/bin/sh\\necho "$*" >> /systemctl.log\\n' > /usr/bin/systemctl
    chmod 755 /usr/sbin/policy-rc.d /usr/bin/systemctl`);
  const told = (): Promise<string> => root.sh("cat /systemctl.log; rm /systemctl.log");
  const dpkg = async (...words: string[]): Promise<string> => {
    const { status, stdout, stderr } = await root.run(["dpkg", "--no-triggers", "--force-confdef", ...words]);
    same(status, 0, `status of dpkg ${words.join(" ")}: ${stderr.slice(-500)}`);
    return stdout;
  };

  await steps.step("it is installed: a user, rights, nothing started, and what to do said", async () => {
    contains(await dpkg("--install", inside(first)), "change-me in /etc/ocr-eco/env");
    same(await told(), "--system daemon-reload", "told to systemd");
    same(
      await root.sh("stat -c '%a %U:%G %n' /etc/ocr-eco /etc/ocr-eco/env; readlink /etc/ocr-eco/.env"),
      "750 root:ocr-eco /etc/ocr-eco\n640 root:ocr-eco /etc/ocr-eco/env\nenv",
      "rights",
    );
    contains(await root.sh("getent passwd ocr-eco"), ":/var/lib/ocr-eco:/usr/sbin/nologin");
    same(
      await root.sh(
        "systemd-analyze verify --man=no /usr/lib/systemd/system/ocr-eco* 2>&1 | grep ocr-eco || :",
      ),
      "",
      "units",
    );
    contains(
      await root.sh("bash -c '. /usr/share/bash-completion/completions/ocr-eco; complete -p ocr-eco'"),
      "_ocr_eco",
    );
    contains(await root.sh("zcat /usr/share/man/man1/ocr-eco.1.gz"), ".TH OCR\\-ECO");
  });

  await steps.step("it refuses to serve until it is configured, and then serves as its user", async () => {
    const port = freePort();
    const serve = (): string[] =>
      root.command(
        [
          "setpriv",
          "--reuid=ocr-eco",
          "--regid=ocr-eco",
          "--clear-groups",
          "sh",
          "-c",
          "cd /etc/ocr-eco && exec ocr-eco serve",
        ],
        { HOST: "127.0.0.1", PORT: String(port), OCR_ECO_CACHE_DIR: "/var/cache/ocr-eco", WORKER_COUNT: "1" },
      );
    // As systemd does.
    await root.sh(
      "install -d -o ocr-eco -g ocr-eco -m 700 /var/lib/ocr-eco /var/cache/ocr-eco /var/lib/ocr-eco-backups",
    );
    const refused = Bun.spawnSync(serve());
    same(refused.exitCode, 2, "status");
    contains(`${refused.stdout}${refused.stderr}`, "API_KEY");
    await root.sh("sed -i 's/change-me/configured/' /etc/ocr-eco/env");
    const child = Bun.spawn(serve(), { stdio: ["ignore", "ignore", "inherit"] });
    const ready = (): Promise<{ status: number | null }> =>
      root.run(["ocr-eco", "status", "--ready", "--url", `http://127.0.0.1:${port}`]);
    try {
      await until("it is ready", async () => {
        if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
        return (await ready()).status === 0;
      });
      await root.sh(
        "setpriv --reuid=ocr-eco --regid=ocr-eco --clear-groups sh -c 'cd /etc/ocr-eco && ocr-eco backup --into /var/lib/ocr-eco-backups --keep 14'",
      );
    } finally {
      child.kill("SIGTERM");
    }
    same(await child.exited, 0, "status at its end");
    same((await ready()).status, 1, "ready");
  });

  await steps.step("it is updated: settings and data stay, and what runs is restarted", async () => {
    await dpkg("--install", inside(second));
    same(await told(), "--system daemon-reload\ntry-restart ocr-eco.service", "told to systemd");
    contains(await root.sh("cat /etc/ocr-eco/env"), "API_KEY=configured");
    same(
      await root.sh("stat -c '%a %U:%G' /etc/ocr-eco/env; ls /var/lib/ocr-eco/queue.db"),
      "640 root:ocr-eco\n/var/lib/ocr-eco/queue.db",
      "kept",
    );
  });

  await steps.step("it is removed: stopped before, and settings, data and backups stay", async () => {
    await dpkg("--remove", "ocr-eco");
    const [stopped, ...rest] = (await told()).split("\n");
    contains(stopped ?? "", "stop ocr-eco-backup.timer");
    contains(rest.join("\n"), "disable ocr-eco-backup.timer ocr-eco.service");
    await root.sh(
      "test ! -e /usr/bin/ocr-eco && test -e /etc/ocr-eco/env && ls /var/lib/ocr-eco/queue.db /var/lib/ocr-eco-backups/queue-*.db",
    );
  });

  await steps.step(
    "it is purged: settings and cache go, data and backups stay, and that is said",
    async () => {
      contains(await dpkg("--purge", "ocr-eco"), "To delete it: rm -r /var/lib/ocr-eco");
      await root.sh(
        "test ! -e /etc/ocr-eco && test ! -e /var/cache/ocr-eco && test -e /var/lib/ocr-eco/queue.db && test -d /var/lib/ocr-eco-backups",
      );
      await dpkg("--install", inside(second));
    },
  );
}
