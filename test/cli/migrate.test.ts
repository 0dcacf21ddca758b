import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { freePort } from "../../scripts/rig/free-port.ts";
import { until } from "../../scripts/rig/processes.ts";
import { RedisServer } from "../../scripts/rig/redis-server.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { ocrEco } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const password = "open-sesame";
const end = async (running: RunningService): Promise<void> => {
  running.signal("SIGTERM");
  await running.ended();
};

test("what is moved from where to where has to be said, and is one folder and one server", async () => {
  const run = async (...words: string[]) => {
    const { exitCode, stderr } = await ocrEco(["queue", "migrate", ...words], { cwd: temporaryFolder() });
    return [exitCode, stderr];
  };
  const says = (what: string) => [2, expect.stringContaining(what)];
  expect(await run("--from", "data")).toEqual(says("--from <place> --to <place>"));
  expect(await run("--from", "a", "--to", "b")).toEqual(says("one of --from and --to is a folder"));
  expect(await run("--from", "a", "--to", "redis://x/y")).toEqual(
    says("--to: must end with the number of a database"),
  );
  expect(await run("--from", "a", "--give-up")).toEqual(says("--give-up is for a queue on a server"));
});

describe.skipIf(!hasProgram("redis-server", "redis-server"))(
  "a service whose queue is moved, or saved from a server",
  () => {
    const server = new RedisServer(["--requirepass", password], freePort());
    beforeAll(() => server.start());
    afterAll(() => server.remove());
    let queues = 0;
    const newQueue = (): string => server.url("", `/0?prefix=migrate-${++queues}`);
    const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      ocrEco(words, { cwd: temporaryFolder(), env: { QUEUE_PASSWORD: password, ...env } });

    test("goes on at the server with what waited in the folder, and is told where its queue is", async () => {
      const running = await quickService().start();
      running.pictures.otherwise = (name) => new Response(`5000 steps in ${name}`);
      await running.post("/admin/pause", {});
      for (const report_id of [1, 2])
        await running.submit({ report_id, s3_url: running.pictures.url(`${report_id}.png`) });
      const url = newQueue();
      const words = ["queue", "migrate", "--from", running.dataFolder, "--to", url];
      expect(await run(words)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining("is in use by another ocr-eco"),
      });
      await end(running);
      const { exitCode, stdout, stderr } = await run(words);
      expect([exitCode, stdout]).toEqual([
        0,
        expect.stringMatching(
          /^2 jobs, 0 deliveries, 0 picture hashes and 0 users of the dashboard are in Redis at /,
        ),
      ]);
      expect(stderr).toContain("Set QUEUE_URL to it");
      expect(stdout + stderr).not.toContain(password);
      await running.start({ env: { QUEUE_URL: url, QUEUE_PASSWORD: password } });
      await running.post("/admin/resume", {});
      await running.settled();
      expect(running.laravel.bookedReports.toSorted()).toEqual(["1", "2"]);
    });

    test("lets the same people sign in at the other end, and nobody there is another one for it", async () => {
      const secret = "correct horse battery staple";
      const running = await quickService().start();
      const { dataFolder } = running;
      const url = newQueue();
      const users = async (words: readonly string[], env: Readonly<Record<string, string>>) => {
        const { exitCode, stdout, stderr } = await ocrEco(["users", ...words], {
          cwd: temporaryFolder(),
          env: { QUEUE_PASSWORD: password, DATA_DIR: dataFolder, ...env },
          stdin: Buffer.from(`${secret}\n${secret}\n`),
        });
        expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
        return stdout;
      };
      const signIn = async (name: string): Promise<number> => {
        const body = JSON.stringify({ name, password: secret });
        const headers = { "content-type": "application/json", "sec-fetch-site": "same-origin" };
        return (await fetch(`${running.url}/dashboard/sign-in`, { method: "POST", headers, body })).status;
      };
      for (const name of ["anna", "budi"]) await users(["add", name], {});
      await users(["add", "citra", "--random"], {});
      // Somebody of this name has a password of his own there.
      await users(["add", "citra", "--role", "operate"], { QUEUE_URL: url });
      await end(running);
      const there = await run(["queue", "migrate", "--from", dataFolder, "--to", url]);
      expect([there.exitCode, there.stdout]).toEqual([
        0,
        expect.stringContaining("and 2 users of the dashboard are in"),
      ]);
      expect(there.stderr).toContain("stay with their roles and passwords: citra.");
      expect(there.stderr).toContain(`The file of users that was there is ${dataFolder}/users.moved-`);
      await running.start({ env: { QUEUE_URL: url, QUEUE_PASSWORD: password } });
      expect(await Promise.all(["anna", "budi", "citra"].map(signIn))).toEqual([200, 200, 200]);
      expect(running.log).not.toContain("can sign in: with QUEUE_URL");

      await users(["remove", "budi"], { QUEUE_URL: url });
      const key = await ocrEco(["keys", "new", "laravel", "--shared"], {
        cwd: temporaryFolder(),
        env: { QUEUE_URL: url, QUEUE_PASSWORD: password, DATA_DIR: dataFolder },
      });
      expect(key.exitCode).toBe(0);
      await end(running);
      const back = await run(["queue", "migrate", "--from", url, "--to", dataFolder, "--json"]);
      expect(JSON.parse(back.stdout)).toMatchObject({ users: 2, users_there: [] });
      expect(back.stderr).toBe(
        "ocr-eco: Keys that were made with --shared let nobody in here: laravel. Make others with ocr-eco keys new.\n",
      );
      // Who was taken out there is not here again.
      expect(await users(["list"], {})).toMatch(/^name +role +since\nanna +look .+\ncitra +operate .+\n$/);
      await running.start();
      expect(await Promise.all(["anna", "budi", "citra"].map(signIn))).toEqual([200, 403, 200]);
    });

    test("is complete after a restore of what was saved under load, and goes on", async () => {
      const url = newQueue();
      const running = await quickService({
        QUEUE_URL: url,
        QUEUE_PASSWORD: password,
        MAX_QUEUE_SIZE: "100000",
      }).start();
      running.pictures.otherwise = (name) => new Response(`5000 steps in ${name}`);
      const accepted: string[] = [];
      let [isOver, sent] = [false, 0];
      const sending = Array.from({ length: 4 }, async () => {
        while (!isOver) {
          const report_id = ++sent;
          const { body } = await running.submit({
            report_id,
            s3_url: running.pictures.url(`${report_id}.png`),
          });
          accepted.push(String(body["job_id"]));
          await Bun.sleep(20);
        }
      });
      await until("there is a load", () => accepted.length > 50);
      const before = [...accepted];
      const file = join(temporaryFolder(), "backup.db");
      const backup = await run(["backup", file], { QUEUE_URL: url });
      expect([backup.exitCode, backup.stderr]).toEqual([0, ""]);
      isOver = true;
      await Promise.all(sending);
      await running.kill();

      const elsewhere = newQueue();
      const restored = await run(["restore", file], { QUEUE_URL: elsewhere });
      expect([restored.exitCode, restored.stdout]).toEqual([
        0,
        expect.stringContaining("The queue on the server holds"),
      ]);
      const again = await run(["restore", file], { QUEUE_URL: elsewhere });
      expect([again.exitCode, again.stderr]).toEqual([
        1,
        expect.stringContaining("There is a queue already"),
      ]);
      await running.start({ env: { QUEUE_URL: elsewhere } });
      const isThere = async (id: string) => (await running.fetch(`/admin/jobs/${id}`)).status === 200;
      const missing = await Promise.all(before.map(async (id) => ((await isThere(id)) ? [] : [id])));
      expect(missing.flat()).toEqual([]);
      await running.submit({ report_id: 99999, s3_url: running.pictures.url("new.png") });
      await until("it goes on", () => running.laravel.bookedReports.includes("99999"));
    });
  },
);
