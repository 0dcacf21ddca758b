import { expect, test } from "bun:test";
import type { Redis } from "ioredis";
import type { OcrEcoError } from "../../../src/errors.ts";
import type { Claim } from "../../../src/queue/job.ts";
import type { Queue } from "../../../src/queue/port.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { failureOf } from "../../support/failure.ts";
import {
  claimOne,
  ending,
  failedEnding,
  finished,
  longLease,
  opened,
  seen,
  submission,
  submit,
} from "../support.ts";
import { onServer, redisPlace } from "./support.ts";

const delivered = { state: "delivered", answer: { status: 200, detail: "ok" } } as const;
/** As S3 signs them. */
const url = (report: number) =>
  `https://reports.s3.ap-southeast-3.amazonaws.com/2026/11/${crypto.randomUUID()}.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261128%2Fap-southeast-3%2Fs3%2Faws4_request&X-Amz-Date=20261128T101010Z&X-Amz-Expires=3600&X-Amz-Signature=${hashOf(`${report}`)}&X-Amz-SignedHeaders=host&x-id=GetObject`;

/** Submits until the queue has no more room, also for a single one. */
async function fill(queue: Queue): Promise<{ readonly taken: number; readonly failure: OcrEcoError }> {
  let taken = 0;
  for (let step = 20; ; ) {
    const some = Array.from({ length: step }, (_, each) =>
      submission({ reportId: taken + each, url: url(taken + each) }),
    );
    try {
      await queue.jobs.submit(some, 1e6);
      taken += step;
    } catch (error) {
      if (step === 1) return { taken, failure: error as OcrEcoError };
      step = 1;
    }
  }
}

/** As long as what becomes of a real screenshot, and no two alike. */
function result({ job: { reportId, userId, id } }: Claim): string {
  const steps = Number(reportId) % 30_000;
  return JSON.stringify({
    report_id: reportId,
    user_id: userId,
    img_url: `https://reports.s3.example/${Bun.hash(id).toString(36)}.jpg`,
    raw_ocr: `12.09 Summary Friday, 21 Nov 2025 Steps ${steps} Distance ${steps / 1500} km Calories ${steps / 25}`,
    extracted_data: {
      steps,
      date: "Friday, 21 Nov 2025",
      distance: `${steps / 1500} km`,
      total_calories: "153",
    },
    app_class: "Apple Health",
    processing_time_ms: steps % 977,
    app: "Apple Health",
    status: "verified",
    confidence: 0.998,
    reasons: [`'${steps}' stands at 'Steps'`, "both engines read the same digits", "0.60 m a step"],
    reason_codes: ["at_label", "engines_agree", "stride"],
    image: { sha256: hashOf(id), format: "png", width: 1170, height: 2532, bytes: steps * 17 },
    job_id: id,
  });
}

const hashOf = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("hex");

/** What the keys of a server take that are no passing ones, in bytes. */
async function sizeOf(client: Redis): Promise<number> {
  const keys = (await client.keys("*")).filter((key) => !/:(?:asked|ended):/.test(key));
  const sizes = await Promise.all(keys.map((key) => client.call("MEMORY", "USAGE", key, "SAMPLES", "0")));
  return sizes.reduce((sum: number, size) => sum + Number(size), 0);
}

onServer(
  (server) => {
    test("a server without room takes nothing in, and still ends, delivers and replaces all that it took", async () => {
      const queue = await opened(redisPlace(server));
      const { taken, failure } = await fill(queue);
      expect(failure.code).toBe("QUEUE_STORAGE_FULL");
      expect(taken).toBeGreaterThan(100);
      expect((await failureOf(() => queue.check())).code).toBe("QUEUE_STORAGE_FULL");
      // A newer picture needs no room of its own.
      const newer = submission({ reportId: 0, url: "https://s3.example/newer.png" });
      expect((await queue.jobs.submit([newer], 1e6))[0]?.outcome).toBe("known");
      // What is new is refused, also beside it, and it alone.
      const [replaced, refused] = await Promise.allSettled([
        queue.jobs.submit([newer], 1e6),
        queue.jobs.submit([submission({ reportId: "new" })], 1e6),
      ]);
      expect(replaced).toMatchObject({ status: "fulfilled", value: [{ outcome: "known" }] });
      expect(refused).toMatchObject({ status: "rejected", reason: { code: "QUEUE_STORAGE_FULL" } });
      let ended = 0;
      while (ended < taken) {
        const claims = await queue.jobs.claim(20, longLease);
        expect(claims.length).toBeGreaterThan(0);
        await Promise.all(
          claims.map(async (claim) => {
            const { reportId, id } = claim.job;
            const picture = seen({ reportId, sha256: hashOf(id), steps: Number(reportId) });
            const text = result(claim);
            const end = () => ending({ reading: text, body: text });
            if (await queue.jobs.finish(claim.claimToken, picture, end)) ended++;
          }),
        );
      }
      const sendings = await queue.deliveries.claim("staging", 1e6, longLease);
      await Promise.all(sendings.map(({ claimToken }) => queue.deliveries.end(claimToken, delivered, [])));
      expect(await queue.deliveries.counts()).toMatchObject({ delivered: taken, pending: 0 });
      // What goes makes room again, which is looked at now and then.
      await queue.history.prune({ doneMs: 0, failedMs: 0, seenMs: 0, reviewMs: 0 });
      await Bun.sleep(600);
      await submit(queue, { reportId: "next" });
      await queue.check();
    });
  },
  ["--maxmemory", "4mb", "--maxmemory-policy", "noeviction"],
);

onServer((server) => {
  test("memory that somebody else has used up refuses what is new, and nothing else", async () => {
    const place = redisPlace(server);
    const queue = await opened(place);
    await submit(queue, { reportId: 1 });
    const { claimToken } = await claimOne(queue);
    const other = await finished(queue, { reportId: 2 }, failedEnding);
    const client = server.client();
    cleanUp(() => client.disconnect());
    await client.config("SET", "maxmemory", "1mb");
    expect((await failureOf(() => submit(queue, { reportId: 3 }))).code).toBe("QUEUE_STORAGE_FULL");
    expect((await failureOf(() => queue.jobs.again([other]))).code).toBe("QUEUE_STORAGE_FULL");
    // Also for who starts now.
    expect((await (await opened(place)).jobs.counts()).active).toBe(1);
    expect(await queue.jobs.finish(claimToken, seen(), () => ending({ body: "body" }))).toBe(true);
    const [claim] = await queue.deliveries.claim("staging", 1, longLease);
    expect(await queue.deliveries.end(claim?.claimToken ?? "", delivered, ["delivered"])).toBe(true);
    expect((await queue.history.forget({ reportId: "1" })).jobs).toBe(1);
    await client.config("SET", "maxmemory", "0");
    await submit(queue, { reportId: 3 });
  });

  test("a job that is kept takes no more than three kilobytes, with its reading, delivery and picture", async () => {
    const client = server.client();
    cleanUp(() => client.disconnect());
    const many = 1000;
    const before = await sizeOf(client);
    const queue = await opened(redisPlace(server));
    const reports = Array.from({ length: many }, (_, report) =>
      submission({
        reportId: 100_000 + report,
        userId: report,
        url: url(report),
        trace: `00-${"a".repeat(52)}`,
      }),
    );
    await queue.jobs.submit(reports, many);
    const claims = await queue.jobs.claim(many, longLease);
    const facts = { status: "verified", app: "Samsung Health", scope: "day", doubts: [] };
    await Promise.all(
      claims.map((claim) => {
        const { reportId, id } = claim.job;
        const text = result(claim);
        const picture = seen({ reportId, sha256: hashOf(id), steps: Number(reportId) });
        return queue.jobs.finish(claim.claimToken, picture, () =>
          ending({ reading: text, body: text, facts, counters: ["done"] }),
        );
      }),
    );
    const sendings = await queue.deliveries.claim("staging", many, longLease);
    await Promise.all(sendings.map(({ claimToken }) => queue.deliveries.end(claimToken, delivered, [])));
    const each = ((await sizeOf(client)) - before) / many;
    console.info(`${Math.round(each)} bytes a job that is kept`);
    expect(each).toBeLessThan(3072);
  });
});
