import { expect, test } from "bun:test";
import { Follower } from "../../../cli/loadtest/follower.ts";
import { Ledger } from "../../../cli/loadtest/ledger.ts";
import { until } from "../../../scripts/rig/processes.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { sentReport } from "../../support/loadtest.ts";
import { pretender } from "../../support/pretender.ts";

const at = (second: number): string => `2026-11-24T10:15:0${second}.000Z`;
const waiting = {
  job_id: "a-job",
  report_id: "loadtest-run-1",
  environment: "loadtest",
  user_id: "loadtest-run",
  img_url: "http://127.0.0.1:9/pictures/1/0",
  state: "active",
  attempts: 1,
  submitted_at: at(0),
  started_at: at(1),
  ended_at: null,
  next_attempt_at: null,
  error: null,
  result: null,
  trace_id: null,
  deliveries: [],
  review: null,
};
const delivery = {
  ...{ webhook_id: "msg_1", job_id: "a-job", report_id: "loadtest-run-1", environment: "loadtest" },
  ...{ state: "delivered", attempts: 1, unknown_answers: 0, created_at: at(3), last_attempt_at: at(3) },
  ...{ ended_at: at(4), next_attempt_at: null, last_status: 200, last_answer: "{}" },
};
const done = { ...waiting, state: "done", ended_at: at(3), deliveries: [delivery] };

type Answers = readonly (() => Response | Promise<Response>)[];

/** A follower of one report that was sent, and a service that answers questions about its job in this order. */
function followingSent(...answers: Answers) {
  const asked: string[] = [];
  const url = pretender((request) => {
    asked.push(new URL(request.url).pathname);
    return (answers[asked.length - 1] ?? answers.at(-1) ?? Response.error)();
  });
  const ledger = new Ledger("run");
  const report = sentReport(ledger, 1);
  const follower = new Follower({ url, certFile: null }, "a-key", ledger, false);
  cleanUp(() => follower.close());
  return { ...report, ledger, follower, asked };
}

/** The same of one that was accepted. */
function following(...answers: Answers) {
  const sent = followingSent(...answers);
  sent.ledger.noteAccepted(sent.entry, "a-job", { dueAt: 0, at: 1 });
  return sent;
}

test("a job that was asked for when its result came is asked for again, until it has ended", async () => {
  const early = Promise.withResolvers<Response>();
  const {
    entry,
    delivery: body,
    ledger,
    follower,
    asked,
  } = following(
    () => early.promise,
    () => Response.json(done),
  );
  await until("the job is asked for", () => asked.length === 1);
  ledger.noteDelivery(body, "msg_1");
  follower.delivered(entry);
  early.resolve(Response.json(waiting));
  await until("its times are known", () => entry.spans !== null);
  expect(entry.spans).toEqual({ waited: 1000, read: 2000, delivered: 1000 });
  expect(follower.isDone).toBe(true);
});

test("an answer that is no job is an error, and ends nothing", async () => {
  const {
    entry,
    delivery: body,
    ledger,
    follower,
  } = following(
    () => new Response("<html>busy</html>"),
    () => Response.json(done),
  );
  await until("it is noted", () => ledger.errors.length > 0);
  expect(ledger.errors).toEqual([{ cause: "answer 200 that is no job", count: 1 }]);
  ledger.noteDelivery(body, "msg_1");
  follower.delivered(entry);
  await until("its times are known", () => entry.spans !== null);
});

test("a result that is faster than the answer is not lost: its job is asked for by the id that it names", async () => {
  const { entry, delivery: body, ledger, follower, asked } = followingSent(() => Response.json(done));
  ledger.noteDelivery(body, "msg_1");
  follower.delivered(entry);
  await until("its times are known", () => entry.spans !== null);
  ledger.noteAccepted(entry, "a-job", { dueAt: 0, at: 1 });
  expect([asked, entry.isLost]).toEqual([["/api/v1/ocr-ecosteps/a-job"], false]);
});
