import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import type { Queue } from "../../../src/queue/port.ts";
import { filesThatHold } from "../../support/raw-files.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { claimOne, ending, hour, longLease, opened, submit } from "../support.ts";
import { sqlitePlace } from "./support.ts";

/** Texts of each size that SQLite keeps in its own way: in a row's page, and in pages of their own. */
const sizes = [100, 3000, 30_000];
const secret = "a-secret-that-was-on-a-picture";

/** Jobs whose readings and bodies hold the secret, delivered, between others that hold none. */
async function withSecrets(queue: Queue): Promise<void> {
  for (const [index, size] of sizes.entries()) {
    for (const text of ["harmless", secret]) {
      await submit(queue, { reportId: `${text} ${index}` });
      const { claimToken } = await claimOne(queue);
      const long = text + "x".repeat(size);
      await queue.jobs.finish(claimToken, null, () => ending({ reading: long, body: long }));
    }
  }
  for (const { claimToken } of await queue.deliveries.claim("staging", 100, longLease))
    await queue.deliveries.end(claimToken, { state: "delivered", answer: { status: 200, detail: "" } }, []);
}

const withoutSecret = (text: string | null): string | null => text?.replace(secret, "nothing") ?? null;

test("what was replaced stands in no file any more, in whatever way it was kept", async () => {
  const folder = temporaryFolder();
  const queue = await opened(sqlitePlace(folder));
  await withSecrets(queue);
  expect(filesThatHold(folder, `${secret}x`)).not.toEqual([]);
  // As in a service that has run for a while: the log was copied into the database before.
  expect(await queue.history.wipe()).toBe(true);
  expect(filesThatHold(folder, `${secret}x`)).toEqual([join(folder, "queue.db")]);
  const edit = ({ reading, body }: { reading: string | null; body: string | null }) => ({
    reading: withoutSecret(reading),
    body: withoutSecret(body),
  });
  expect(await queue.history.condense(0, edit)).toBe(2 * sizes.length);
  expect(await queue.history.wipe()).toBe(true);
  expect(filesThatHold(folder, `${secret}x`)).toEqual([]);
  expect(filesThatHold(folder, "harmlessx")).toEqual([join(folder, "queue.db")]);
});

test("what was deleted stands in no file any more either", async () => {
  const folder = temporaryFolder();
  const queue = await opened(sqlitePlace(folder));
  await withSecrets(queue);
  expect(await queue.history.wipe()).toBe(true);
  await queue.history.prune({ doneMs: 0, failedMs: hour, seenMs: hour, reviewMs: 0 });
  expect(await queue.history.wipe()).toBe(true);
  expect(filesThatHold(folder, secret)).toEqual([]);
});

test("somebody who reads the database is not waited for, and it is done when he is gone", async () => {
  const folder = temporaryFolder();
  const queue = await opened(sqlitePlace(folder));
  await submit(queue);
  const reader = new Database(join(folder, "queue.db"), { readonly: true });
  reader.run("BEGIN");
  reader.query("SELECT count(*) FROM jobs").get();
  await submit(queue, { reportId: 2 });
  expect(await queue.history.wipe()).toBe(false);
  reader.run("COMMIT");
  reader.close();
  expect(await queue.history.wipe()).toBe(true);
  await submit(queue, { reportId: 3 });
});
