import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownArchitecture } from "../build/packages.ts";
import { fixtureBytes } from "../common/fixtures.ts";
import { freePort } from "../rig/free-port.ts";
import { until } from "../rig/processes.ts";
import { type Steps, same } from "../smoke/steps.ts";
import { Engine } from "./engine.ts";
import { OwnRoot } from "./own-root.ts";

const docker = join(import.meta.dir, "..", "..", "deploy", "docker");
const key = "a-key-that-this-check-uses-0123456789";
/** Drawn ones, and their steps. */
const pictures = {
  "samsung-daily-activity-en-light.png": 8958,
  "apple-activity-day-en-dark.png": 9714,
  "apple-activity-day-id-dark.png": 24297,
};
/** Programs, and the Debian packages that have them. */
const needed = { mmdebstrap: "mmdebstrap", buildah: "buildah", podman: "podman", runc: "runc" } as const;

/** Makes the image of deploy/docker without a daemon and without a registry, and has it serve as operators would. */
export async function checkImage(steps: Steps): Promise<void> {
  const missing = Object.entries(needed).filter(([program]) => Bun.which(program) === null);
  if (missing.length > 0) {
    const packages = missing.map(([, name]) => name).join(", ");
    return steps.lacksPackage("the image", `Debian packages ${packages} are not installed`);
  }
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-image-"));
  try {
    // What cannot mount anything cannot run a container either.
    const own = await OwnRoot.make(folder);
    if (typeof own === "string") return steps.cannotTry("the image", own);
    await own[Symbol.asyncDispose]();
    await tryImage(steps, new Engine(folder), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryImage(steps: Steps, engine: Engine, folder: string): Promise<void> {
  const root = join(folder, "made");
  await steps.step("the image is built without a daemon, on libraries alone", async () => {
    const architecture = { x64: "amd64", arm64: "arm64" }[ownArchitecture()];
    await engine.run([join(docker, "make-root.sh"), root, architecture]);
    for (const name of ["bin", "usr/bin", "usr/sbin", "etc/apt"])
      same(existsSync(join(root, name)), false, name);
    const megabytes = Number((await engine.run(["du", "-sm", root])).split("\t")[0]);
    if (megabytes > 30) throw new Error(`the root has ${megabytes} MB`);
    await engine.importRoot(root);
    await engine.build(join(docker, "Dockerfile.prod"));
    const { User, StopSignal, Volumes } = await engine.config();
    same(
      [User, StopSignal, Object.keys(Volumes).sort()],
      ["10001:10001", "SIGTERM", ["/var/cache/ocr-eco", "/var/lib/ocr-eco"]],
      "user, signal and volumes",
    );
  });
  await steps.step(
    "it is ready by its own health check, and told to end reads the pictures that it has in hand",
    async () => {
      const port = String(freePort());
      // As .env.production has it: where data are the image knows better.
      const settings = join(folder, "settings");
      mkdirSync(settings);
      writeFileSync(join(settings, ".env"), `API_KEY=${key}\nDATA_DIR=./data\nWORKER_COUNT=1\nHOST=\n`);
      await using container = engine.start(settings, { HOST: "127.0.0.1", PORT: port });
      await until("it is ready", async () => {
        if (container.exitCode !== null)
          throw new Error(`it ended with status ${container.exitCode}: ${container.log}`);
        return (await container.isHealthy()) === 0;
      });
      // Different ones, or the last would be known: one worker reads one after the other.
      const readings = Object.keys(pictures).map((name) => stepsRead(port, name));
      await Promise.race(readings);
      container.end();
      same(await Promise.all(readings), Object.values(pictures), "steps");
      same(await container.exited, 0, "exit status");
    },
  );
}

/** Has the service read a drawn picture, and gives what it has read. */
async function stepsRead(port: string, name: string): Promise<number> {
  const form = new FormData();
  form.set("file", new Blob([fixtureBytes("images", name)]), "picture.png");
  const headers = { "x-api-key": key };
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/ocr`, { method: "POST", headers, body: form });
  return ((await answer.json()) as { extracted_data: { steps: number } }).extracted_data.steps;
}
