import { expect, test } from "bun:test";
import { cleanUp } from "../../support/clean-up.ts";
import { ending, longLease, opened, submit } from "../support.ts";
import { onServer, redisPlace } from "./support.ts";

/** Long enough to be kept deflated. */
const url = (report: number) =>
  `https://pictures.example/${report}/${"a-long-name-of-a-picture-".repeat(4)}.png`;
const body = (report: number) =>
  JSON.stringify({ report, text: "what was read on it, word by word, ".repeat(9) });

onServer((server) => {
  /** A queue with three jobs, and what damages what it keeps. */
  async function damageable() {
    const place = redisPlace(server);
    const queue = await opened(place);
    const client = server.client();
    cleanUp(() => client.disconnect());
    const ids: string[] = [];
    for (const report of [1, 2, 3])
      ids.push(await submit(queue, { reportId: report, userId: report, url: url(report) }));
    const cut = async (key: string): Promise<void> => {
      const kept = await client.getBuffer(`${place.prefix}:${key}`);
      await client.set(`${place.prefix}:${key}`, kept?.subarray(0, 20) ?? "");
    };
    const remove = (key: string) => client.del(`${place.prefix}:${key}`);
    return { queue, ids, cut, remove };
  }

  test("a job whose address is damaged, or gone, is told of, and its neighbours are handed out as ever", async () => {
    const { queue, ids, cut, remove } = await damageable();
    await cut(`url:${ids[0]}`);
    await remove(`url:${ids[1]}`);
    const claims = await queue.jobs.claim(10, longLease);
    expect(claims.map(({ job, isSound }) => [job.reportId, isSound])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });

  test("a result that is damaged is told of, keeps no other one back, and is forgotten with the others", async () => {
    const { queue, cut } = await damageable();
    for (const { job, claimToken } of await queue.jobs.claim(10, longLease))
      await queue.jobs.finish(claimToken, null, () => ending({ body: body(Number(job.reportId)) }));
    const [first] = (await queue.deliveries.list({ most: 9 })).toReversed();
    await cut(`body:${first?.id}`);
    const claims = await queue.deliveries.claim("staging", 10, longLease);
    expect(claims.map(({ delivery, isSound }) => [delivery.reportId, isSound])).toEqual([
      [1, false],
      [2, true],
      [3, true],
    ]);
    for (const userId of ["1", "2"])
      expect(await queue.history.forget({ userId })).toMatchObject({ jobs: 1, deliveries: 1 });
    expect((await queue.jobs.list({ most: 9 })).map(({ reportId }) => reportId)).toEqual([3]);
  });

  test("an end that fails in its middle among others leaves them ended, and what is counted as it is kept", async () => {
    const place = redisPlace(server);
    const queue = await opened(place);
    const client = server.client();
    cleanUp(() => client.disconnect());
    for (const report of [1, 2, 3]) await submit(queue, { reportId: report, userId: report });
    const claims = await queue.jobs.claim(10, longLease);
    // Nothing can be written there, which comes to light when most of that job's end is written.
    await client.set(`${place.prefix}:review:${claims[1]?.job.id}`, "of another kind");
    const end = ending({ counters: ["done"], isForReview: true });
    const ends = await Promise.allSettled(
      claims.map(({ claimToken }) => queue.jobs.finish(claimToken, null, () => end)),
    );
    expect([ends[0], ends[2]]).toEqual([
      { status: "fulfilled", value: true },
      { status: "fulfilled", value: true },
    ]);
    expect(await queue.jobs.counts()).toMatchObject({ waiting: 0, active: 0, done: 3 });
    const [{ counters } = { counters: {} }] = await queue.history.totals("2000-01-01");
    expect(counters).toEqual({ done: 2 });
  });
});
