import { expect, test } from "bun:test";
import { type Entry, Ledger } from "../../../cli/loadtest/ledger.ts";
import { sentReport } from "../../support/loadtest.ts";

const verdicts = (ledger: Ledger): Entry["verdict"][] => ledger.settled.map(({ verdict }) => verdict);

test("a result of a report whose answer never came counts as any other, right or wrong", () => {
  const ledger = new Ledger("run");
  const [right, wrong, silent] = [sentReport(ledger, 1), sentReport(ledger, 2), sentReport(ledger, 3)];
  for (const { entry } of [right, wrong, silent]) ledger.noteUnanswered(entry, "connection closed");
  ledger.noteDelivery(right.delivery, "msg_1");
  ledger.noteDelivery({ ...wrong.delivery, status: "verified", extracted_data: { steps: 5000 } }, "msg_2");
  expect([ledger.unanswered, ledger.entries.length, verdicts(ledger)]).toEqual([3, 0, ["no_steps", "wrong"]]);
});

test("a result of a report that was refused is of nobody", () => {
  const ledger = new Ledger("run");
  const { entry, delivery } = sentReport(ledger, 1);
  ledger.noteRefused(entry, "answer 503");
  expect(ledger.noteDelivery(delivery, null)).toBeNull();
  expect([ledger.refused, ledger.unclaimed, verdicts(ledger)]).toEqual([1, 1, []]);
});

test("what was wrong once stays wrong, whatever is delivered after it", () => {
  const ledger = new Ledger("run");
  const { entry, delivery } = sentReport(ledger, 1);
  ledger.noteAccepted(entry, "a-job", { dueAt: 0, at: 1 });
  ledger.noteDelivery({ ...delivery, job_id: "another-job" }, "msg_1");
  ledger.noteDelivery(delivery, "msg_2");
  expect([verdicts(ledger), entry.deliveries]).toEqual([["wrong"], 2]);
});
