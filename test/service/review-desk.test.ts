import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";
import { reviewer } from "../support/reviewer.ts";
import { quickService } from "../support/service.ts";

const anna = "anna-key-0123456789-0123456789";
const bela = "bela-key-0123456789-0123456789";
const keys = {
  API_KEYS: `anna:${anna}:review:unlimited:2026-11-01,bela:${bela}:review:unlimited:2026-11-01,ops:ops-key-0123456789-0123456789:submit+read+admin:unlimited:2026-11-01`,
  REVIEW_UNDO_SECONDS: "0",
};

const started = (env: Readonly<Record<string, string>> = {}) => quickService({ ...keys, ...env }).start();

/** What Laravel got of a report, one delivery after the other. */
function gotOf({ laravel }: RunningService, reportId: number): Record<string, unknown>[] {
  return laravel.booked.filter(({ body }) => body["report_id"] === reportId).map(({ body }) => body);
}

/** Sends a report whose picture of 8,958 steps is doubtful, and waits until Laravel has heard of it. Gives back its job's id. */
async function doubtful(running: RunningService, report_id: number, name = `${report_id}.png`) {
  const members = { status: "needs_review", steps: null, candidateSteps: 8958 };
  running.pictures.serve(name, new TextEncoder().encode(`8958 steps ${JSON.stringify(members)} ${name}`));
  const before = gotOf(running, report_id).length;
  const { body } = await running.submit({ report_id, user_id: 7, s3_url: running.pictures.url(name) });
  await until("Laravel has heard of it", () => gotOf(running, report_id).length > before);
  await running.settled();
  return String(body["job_id"]);
}

describe("a doubtful reading", () => {
  test("is decided by a person, and Laravel hears it as the result of that report", async () => {
    const running = await started();
    const id = await doubtful(running, 1);
    const { next, decide } = reviewer(running, anna);
    const [item] = await next();
    expect(item).toMatchObject({ job: { job_id: id, report_id: 1 }, delivered: true });
    expect(await decide(id, { steps: 8958 })).toMatchObject({ status: 200 });
    await until("it is delivered", () => gotOf(running, 1).length === 2);
    const [read, decided] = gotOf(running, 1);
    expect(read).toMatchObject({ status: "needs_review", candidate_steps: 8958, extracted_data: {} });
    expect(decided).toMatchObject({
      status: "verified",
      extracted_data: { steps: 8958 },
      reviewed_by: "anna",
      reviewed_at: expect.any(String),
      job_id: id,
      user_id: 7,
      img_url: running.pictures.url("1.png"),
    });
    expect(decided).not.toHaveProperty("candidate_steps");
    expect(decided).toMatchObject({
      reasons: ["anna looked at the picture and found 8958 steps"],
      reason_codes: ["reviewed"],
    });
    expect(running.laravel.calls[0]?.webhookId).not.toBe(running.laravel.calls[1]?.webhookId);
    expect(await next()).toEqual([]);
  });

  test.each([
    [{ steps: 5000 }, { status: "verified", extracted_data: { steps: 5000 } }],
    [{ none: "no_count" }, { status: "no_steps", extracted_data: {} }],
    [{ none: "rejected" }, { status: "rejected", extracted_data: {} }],
  ])("is delivered as what %j says", async (verdict, delivered) => {
    const running = await started();
    const id = await doubtful(running, 1);
    await reviewer(running, anna).decide(id, verdict);
    await until("it is delivered", () => gotOf(running, 1).length === 2);
    const [, decided] = gotOf(running, 1);
    expect(decided).toMatchObject(delivered);
    if ("none" in verdict) expect(decided?.["extracted_data"]).not.toHaveProperty("steps");
  });

  test("is no count that nobody can walk", async () => {
    const running = await started();
    const id = await doubtful(running, 1);
    const { decide, next } = reviewer(running, anna);
    for (const steps of [0, -1, 1.5, "8958", 1_000_000, null])
      expect(await decide(id, { steps })).toMatchObject({ status: 422, code: "REQUEST_INVALID" });
    expect((await next()).length).toBe(1);
  });

  test("is kept as a label alone where Laravel's own people decide", async () => {
    const running = await started({ REVIEW_DELIVER: "none" });
    const id = await doubtful(running, 1);
    const { next, decide, ask } = reviewer(running, anna);
    expect(await next()).toMatchObject([{ delivered: false }]);
    expect(await decide(id, { steps: 8985 })).toMatchObject({ status: 200, undo_until: null });
    await running.settled();
    expect(gotOf(running, 1).length).toBe(1);
    expect(await ask("GET", "/admin/review/decisions")).toMatchObject({
      decisions: [{ job: { job_id: id }, decision: "corrected", steps: 8985, decided_by: "anna" }],
      more: false,
    });
  });

  test("is left out of the list where the disk has changed the decision, and the list goes on behind it", async () => {
    const running = await started({ REVIEW_DELIVER: "none" });
    const { decide, ask } = reviewer(running, anna);
    const older = await doubtful(running, 1);
    const newer = await doubtful(running, 2);
    for (const id of [older, newer]) await decide(id, { steps: 8958 });
    const database = new Database(join(running.dataFolder, "queue.db"));
    database.run("UPDATE reviews SET decision = '{' WHERE job = (SELECT max(job) FROM reviews)");
    database.close();
    const first = await ask("GET", "/admin/review/decisions?limit=1");
    expect(first).toMatchObject({ decisions: [], more: true, next: newer });
    const path = `/admin/review/decisions?limit=1&before=${first["next"]}`;
    expect(await ask("GET", path)).toMatchObject({
      decisions: [{ job: { job_id: older } }],
      more: false,
      next: null,
    });
  });

  test("can be decided anew until it is sent, by whoever decided it", async () => {
    const running = await started({ REVIEW_UNDO_SECONDS: "3600" });
    const id = await doubtful(running, 1);
    const { next, decide, ask } = reviewer(running, anna);
    await decide(id, { steps: 8958 });
    expect(await reviewer(running, bela).ask("POST", `/admin/review/${id}/undo`)).toMatchObject({
      code: "REVIEW_DECIDED",
      detail: "anna has decided about this report already.",
    });
    expect(await ask("POST", `/admin/review/${id}/undo`)).toMatchObject({ job: { job_id: id } });
    expect(gotOf(running, 1).length).toBe(1);
    expect((await next()).length).toBe(1);
    expect(await decide(id, { none: "rejected" })).toMatchObject({ undo_until: expect.any(String) });
  });

  test("that was sent cannot be taken back", async () => {
    const running = await started();
    const id = await doubtful(running, 1);
    const { decide, ask } = reviewer(running, anna);
    await decide(id, { steps: 8958 });
    await until("it is delivered", () => gotOf(running, 1).length === 2);
    expect(await ask("POST", `/admin/review/${id}/undo`)).toMatchObject({ code: "REVIEW_SENT" });
  });

  test("is before one person at a time, by name, and skipped ones come last", async () => {
    const running = await started();
    const ids = [await doubtful(running, 1), await doubtful(running, 2), await doubtful(running, 3)];
    const [one, other] = [reviewer(running, anna), reviewer(running, bela)];
    expect((await one.next(2)).map(({ job }) => job.report_id)).toEqual([1, 2]);
    expect((await other.next(2)).map(({ job }) => job.report_id)).toEqual([3]);
    expect(await other.decide(ids[0] ?? "", { steps: 1 })).toMatchObject({
      status: 409,
      code: "REVIEW_HELD",
      detail: "anna is looking at this report now.",
    });
    expect(await other.ask("GET", "/admin/review")).toMatchObject({
      open: 3,
      people: [
        { name: "anna", holds: 2, decided: 0 },
        { name: "bela", holds: 1, decided: 0 },
      ],
    });
    await one.ask("POST", `/admin/review/${ids[0]}/skip`);
    await one.ask("POST", "/admin/review/leave");
    expect((await other.next(3)).map(({ job }) => job.report_id)).toEqual([3, 2, 1]);
  });

  test("whose report was sent again, or is forgotten, or decided, is refused with a sentence", async () => {
    const running = await started();
    const [first, second, third] = [
      await doubtful(running, 1),
      await doubtful(running, 2),
      await doubtful(running, 3),
    ];
    await doubtful(running, 1, "newer.png");
    const { decide, ask } = reviewer(running, anna);
    expect(await decide(first, { steps: 8958 })).toMatchObject({ status: 409, code: "REVIEW_REPLACED" });
    const ops = reviewer(running, "ops-key-0123456789-0123456789");
    await ops.ask("POST", "/admin/forget", { report_id: 2 });
    expect(await decide(second, { steps: 8958 })).toMatchObject({ status: 404, code: "REVIEW_UNKNOWN" });
    await reviewer(running, bela).decide(third, { steps: 8958 });
    expect(await decide(third, { steps: 8957 })).toMatchObject({
      status: 409,
      code: "REVIEW_DECIDED",
      detail: "bela has decided about this report already.",
    });
    expect(await ask("POST", "/admin/review/none/skip")).toMatchObject({ code: "REVIEW_UNKNOWN" });
  });

  test("is decided when it has arrived, and not before, so that the decision comes last", async () => {
    const running = await started();
    running.laravel.mood = () => new Response("Later.", { status: 503 });
    running.pictures.serve(
      "1.png",
      new TextEncoder().encode('8958 steps {"status":"needs_review","steps":null,"candidateSteps":8958}'),
    );
    const s3_url = running.pictures.url("1.png");
    const { body } = await running.submit({ report_id: 1, user_id: 7, s3_url });
    await until("it is on its way", () => running.laravel.calls.length > 0);
    const { next, decide } = reviewer(running, anna);
    expect(await next()).toEqual([]);
    expect(await decide(String(body["job_id"]), { steps: 8958 })).toMatchObject({ code: "REVIEW_TOO_EARLY" });
  });

  test("outlives the service, with its picture, and so does what was decided but not sent", async () => {
    const running = await started({ REVIEW_UNDO_SECONDS: "3600" });
    const [first, second] = [await doubtful(running, 1), await doubtful(running, 2)];
    await reviewer(running, anna).decide(first, { steps: 8958 });
    await running.kill();
    await running.start({ env: { REVIEW_UNDO_SECONDS: "0" } });
    expect(await reviewer(running, bela).next()).toMatchObject([{ job: { job_id: second } }]);
    const undone = await reviewer(running, anna).ask("POST", `/admin/review/${first}/undo`);
    expect(undone).toMatchObject({ job: { job_id: first } });
    await reviewer(running, anna).decide(first, { steps: 8950 });
    await until("it is delivered", () => gotOf(running, 1).length === 2);
    expect(gotOf(running, 1)[1]).toMatchObject({ extracted_data: { steps: 8950 } });
  });
});

describe("the picture of a doubtful reading", () => {
  const kept = (running: RunningService): string[] => {
    const folder = join(running.dataFolder, "review");
    return existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
          /[0-9a-f]{64}$/.test(name),
        )
      : [];
  };

  test("is kept apart from the cache, for whoever reviews it alone, until its report is forgotten", async () => {
    const running = await started({ CACHE_HOURS: "0" });
    await doubtful(running, 1);
    await running.submit({ report_id: 2, user_id: 8, s3_url: running.pictures.serveSteps("sure.png", 5000) });
    await running.settled();
    expect(kept(running)).toHaveLength(1);
    const { ask } = reviewer(running, anna);
    const forgotten = await reviewer(running, "ops-key-0123456789-0123456789").ask("POST", "/admin/forget", {
      report_id: 1,
    });
    expect(forgotten).toMatchObject({ review_pictures: 1 });
    expect(kept(running)).toEqual([]);
    expect(await ask("GET", "/admin/review")).toMatchObject({ open: 0 });
  });

  test("that was lost is loaded again, and where that is another one by now, nobody is asked about it", async () => {
    const running = await started({ CACHE_HOURS: "0" });
    await doubtful(running, 1);
    await doubtful(running, 2);
    rmSync(join(running.dataFolder, "review"), { recursive: true });
    running.pictures.serve("2.png", new TextEncoder().encode("1 steps {}"));
    const items = await reviewer(running, anna).next();
    expect(items.map(({ job }) => job.report_id)).toEqual([1]);
    expect(kept(running)).toHaveLength(1);
    expect(await reviewer(running, anna).ask("GET", "/admin/review")).toMatchObject({ open: 1 });
  });

  test("that takes long to load keeps nobody from those that are at hand", async () => {
    const running = await started({ CACHE_HOURS: "0" });
    await doubtful(running, 1);
    await doubtful(running, 2);
    await doubtful(running, 3);
    for (const name of kept(running)) rmSync(join(running.dataFolder, "review", name));
    running.pictures.answer("1.png", () => new Promise<Response>(() => {}));
    const items = await reviewer(running, anna).next();
    await until("the others are there", async () => (await reviewer(running, anna).next()).length === 2);
    expect(items.map(({ job }) => job.report_id)).not.toContain(1);
    expect(await reviewer(running, anna).ask("GET", "/admin/review")).toMatchObject({ open: 3 });
  });

  test("is not kept, and nobody asked, where nothing is reviewed", async () => {
    const running = await started({ REVIEW_DAYS: "0" });
    await doubtful(running, 1);
    expect(kept(running)).toEqual([]);
    expect(await reviewer(running, anna).next()).toEqual([]);
  });
});
