import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { apiKey, quickCommand, type RunningService } from "../../scripts/rig/running-service.ts";
import { ocrEcoCommand } from "../support/cli.ts";
import { quickService, service } from "../support/service.ts";

/** Runs a command as somebody whose umask takes no right away. */
const withoutUmask = (command: readonly string[]): string[] => [
  "sh",
  "-c",
  'umask 0; exec "$@"',
  "sh",
  ...command,
];

/** The rights of everything in the data folder, itself included, by kind and in octal; `shown` are the files' names. */
function rightsIn({ dataFolder }: RunningService) {
  const entries = readdirSync(dataFolder, { recursive: true, withFileTypes: true });
  const paths = [dataFolder, ...entries.map(({ parentPath, name }) => join(parentPath, name))];
  const rights = paths.map((path) => {
    const found = statSync(path);
    return { name: relative(dataFolder, path), mode: found.mode & 0o777, isFolder: found.isDirectory() };
  });
  return {
    names: rights.filter(({ isFolder }) => !isFolder).map(({ name }) => name.replace(/\/.*/, "")),
    wrong: rights.filter(({ mode, isFolder }) => mode !== (isFolder ? 0o700 : 0o600)),
  };
}

test("whatever a run leaves behind is its owner's alone, also where the umask takes no right away", async () => {
  const running = service({}, withoutUmask(quickCommand));
  const { dataFolder, pictures } = running;
  await running.start();
  await running.submit({ report_id: 1, s3_url: pictures.serveSteps("a.png", 8958) });
  await running.submit({ report_id: 2, s3_url: pictures.url("gone.png") });
  await running.settled();
  await running.post("/admin/pause", {});
  const command = withoutUmask([...ocrEcoCommand, "keys", "new", "laravel"]);
  const env = { PATH: process.env["PATH"] ?? "", DATA_DIR: dataFolder, API_KEY: apiKey };
  expect(
    await Bun.spawn(command, { cwd: dirname(dataFolder), env, stdout: "ignore", stderr: "ignore" }).exited,
  ).toBe(0);

  const whileItRuns = rightsIn(running);
  expect(whileItRuns.wrong).toEqual([]);
  expect([...new Set(whileItRuns.names)].toSorted()).toEqual([
    ".keys.lock",
    "audit.jsonl",
    "cache",
    "keys",
    "lock.db",
    "lock.db-journal",
    "lock.pid",
    "queue.db",
    "queue.db-shm",
    "queue.db-wal",
    "queue.db.witness",
  ]);
  expect(
    running.logged("others than its owner may look into the data folder: the command in `mend` stops that"),
  ).toEqual([]);

  running.signal("SIGTERM");
  await running.ended();
  expect(rightsIn(running).wrong).toEqual([]);
});

test.each(["755", "750", "701"])(
  "a data folder that others may enter, as with %s, is told of, and what to do",
  async (rights) => {
    const mode = Number.parseInt(rights, 8);
    const running = quickService();
    mkdirSync(running.dataFolder);
    chmodSync(running.dataFolder, mode);
    await running.start();
    const [warning] = running.lines().filter(({ mend }) => mend !== undefined);
    expect(warning).toMatchObject({ level: "warn", folder: running.dataFolder, mode: rights });
    expect(statSync(running.dataFolder).mode & 0o777).toBe(mode);

    running.signal("SIGTERM");
    await running.ended();
    expect(Bun.spawnSync(["sh", "-c", String(warning?.["mend"])]).exitCode).toBe(0);
    await running.start();
    expect(running.lines().filter(({ mend }) => mend !== undefined)).toEqual([]);
  },
);
