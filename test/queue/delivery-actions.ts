import { expect } from "bun:test";
import type { Random } from "../../scripts/common/random.ts";
import type { AttemptEnd, KeyAnswer } from "../../src/queue/delivery.ts";
import type { Queue } from "../../src/queue/port.ts";
import type { QueueModel } from "./model.ts";
import { hour, longLease } from "./support.ts";

/** Something that is asked of a queue, and then checked against what the model makes of it. */
export interface Action {
  readonly name: string;
  ask(queue: Queue): Promise<(model: QueueModel) => void>;
}

export const environments = ["staging", "production"];
const fingerprints = ["one key", "another key"];
const answer = { status: 500, detail: "no" };

const refusedWith = (fingerprint: string): KeyAnswer => ({ refused: "401", fingerprint });

/** Random things to do with deliveries. `sendings` are the claim tokens that were ever seen. */
export function deliveryActions(random: Random, sendings: string[]): (() => Action)[] {
  const environment = random.pick(environments);
  const counters = random.pick([[], ["sent"], ["sent", "delivered"]]);
  const sending = () => random.pick(["nobody", ...sendings.slice(-6)]);
  const delay = () => random.pick([0, hour]);
  return [
    () => {
      const most = random.int(0, 4);
      const pause = random.pick([null, 0, 0, hour]) ?? undefined;
      return {
        name: "claim deliveries",
        ask: async (queue) => {
          const claims = await queue.deliveries.claim(environment, most, longLease, pause);
          sendings.push(...claims.map((claim) => claim.claimToken));
          return (model) => {
            const next = model.nextDeliveries(environment, most, Date.now(), pause);
            expect(claims.map(({ delivery }) => delivery.jobId)).toEqual(next.map(({ job }) => job.id));
            next.forEach((delivery, index) => {
              model.claimDelivery(delivery, claims[index]?.claimToken ?? "");
              const { attempts, unknown, body: text } = claims[index]?.delivery ?? {};
              expect([attempts, unknown, text]).toEqual([delivery.attempts, delivery.unknown, delivery.body]);
            });
          };
        },
      };
    },
    () => {
      const held = sending();
      const key: KeyAnswer = random.pick(["accepted", ...fingerprints.map((each) => refusedWith(each))]);
      const end: AttemptEnd = {
        ...random.pick([
          { state: "delivered", answer },
          { state: "failed", answer },
          { state: "pending", answer, delayMs: delay(), counts: random.chance(0.5) },
        ]),
        ...(random.chance(0.7) ? { key } : {}),
      };
      return {
        name: "end a delivery",
        ask: async (queue) => {
          const ended = await queue.deliveries.end(held, end, counters);
          return (model) => expect(ended).toBe(model.endDelivery(held, end, counters));
        },
      };
    },
    () => ({
      name: "hurry",
      ask: async (queue) => {
        const count = await queue.deliveries.hurry(environment);
        return (model) => {
          const later = model.deliveries.filter(
            ({ job, state, claimToken: held, dueAt }) =>
              job.environment === environment && state === "pending" && held === null && dueAt > Date.now(),
          );
          for (const delivery of later) delivery.dueAt = 0;
          expect(count).toBe(later.length);
        };
      },
    }),
    () => ({
      name: "redeliver",
      ask: async (queue) => {
        const count = await queue.deliveries.redeliver({ environment });
        return (model) => {
          const failed = model.deliveries.filter(
            ({ job, state }) => job.environment === environment && state === "failed",
          );
          for (const delivery of failed) Object.assign(delivery, { state: "pending", attempts: 0, dueAt: 0 });
          expect(count).toBe(failed.length);
        };
      },
    }),
    () => ({
      name: "dismiss",
      ask: async (queue) => {
        const count = await queue.deliveries.dismiss({ environment });
        return (model) => {
          const failed = model.deliveries.filter(
            ({ job, state }) => job.environment === environment && state === "failed",
          );
          for (const delivery of failed) delivery.state = "dismissed";
          expect(count).toBe(failed.length);
        };
      },
    }),
    () => {
      const except = random.pick([null, ...fingerprints]) ?? undefined;
      return {
        name: "resume",
        ask: async (queue) => {
          const isResumed = await queue.deliveries.resume(environment, except);
          return (model) => expect(isResumed).toBe(model.resume(environment, except));
        },
      };
    },
  ];
}
