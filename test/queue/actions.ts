import { expect } from "bun:test";
import type { Random } from "../../scripts/common/random.ts";
import type { Submission } from "../../src/queue/job.ts";
import { type Action, deliveryActions, environments } from "./delivery-actions.ts";
import { isOpen } from "./model.ts";
import { cancelEnding, ending, hour, idOf, longLease } from "./support.ts";

/** All claim tokens and ids that were ever seen, from which later actions choose: most of them are lost or ended. */
export interface Known {
  readonly claimTokens: string[];
  readonly sendings: string[];
  readonly ids: string[];
}

const error = { code: "DOWNLOAD_FAILED", message: "No." };

/** Makes a random action. `spoilt` is a submission that makes the whole call fail, if the adapter has such a thing. */
export function randomAction(random: Random, known: Known, spoilt: Submission | null): Action {
  const claimToken = () => random.pick(["nobody", ...known.claimTokens.slice(-6)]);
  const ids = () => Array.from({ length: random.int(0, 3) }, () => random.pick(["nothing", ...known.ids]));
  const delay = () => random.pick([0, hour]);
  const counters = random.pick([[], ["read"], ["read", "done"]]);
  const body = random.pick([null, "body", "another body", "and one more"]);

  const submission = (): Submission => {
    const report = random.int(1, 6);
    return {
      environment: random.pick(environments),
      reportId: random.chance(0.5) ? report : String(report),
      userId: 1,
      url: `https://s3.example/${random.int(1, 1e9)}.png`,
      priority: random.int(0, 2),
      trace: null,
    };
  };

  const actions: (() => Action)[] = [
    () => {
      const submissions = Array.from({ length: random.int(1, 4) }, submission);
      const most = random.int(3, 12);
      return {
        name: "submit",
        ask: async (queue) => {
          const outcomes = await queue.jobs.submit(submissions, most);
          for (const outcome of outcomes) if (outcome.outcome === "new") known.ids.push(outcome.job.id);
          return (model) =>
            submissions.forEach((each, index) => {
              const outcome = outcomes[index];
              const id = outcome?.outcome === "new" ? idOf(outcome) : "";
              const open = model.open(each.environment, String(each.reportId));
              expect(outcome?.outcome).toBe(model.submit(each, most, id));
              if (open !== undefined) expect(idOf(outcome)).toBe(open.id);
            });
        },
      };
    },
    () => ({
      name: "submit what fails",
      ask: async (queue) => {
        if (spoilt === null) return () => {};
        const failed = await queue.jobs.submit([submission(), spoilt], 1000).then(
          () => false,
          () => true,
        );
        return () => expect(failed).toBe(true);
      },
    }),
    () => {
      const most = random.int(0, 4);
      return {
        name: "claim",
        ask: async (queue) => {
          const claims = await queue.jobs.claim(most, longLease);
          known.claimTokens.push(...claims.map((claim) => claim.claimToken));
          return (model) => {
            const next = model.next(most, Date.now());
            expect(claims.map(({ job }) => job.id)).toEqual(next.map(({ id }) => id));
            next.forEach((job, index) => {
              model.claim(job, claims[index]?.claimToken ?? "");
              const { attempts, url, workerDeaths } = claims[index]?.job ?? {};
              expect([attempts, url, workerDeaths]).toEqual([job.attempts, job.url, job.workerDeaths]);
            });
          };
        },
      };
    },
    () => {
      const held = claimToken();
      const end = ending({ body, counters, state: random.pick(["done", "failed"]) });
      return {
        name: "finish",
        ask: async (queue) => {
          const finished = await queue.jobs.finish(held, null, () => end);
          return (model) => expect(finished).toBe(model.finish(held, end));
        },
      };
    },
    () => {
      const held = claimToken();
      const delayMs = delay();
      const died = random.chance(0.5);
      return {
        name: "retry",
        ask: async (queue) => {
          const retried = await queue.jobs.retry(held, error, delayMs, died);
          return (model) => expect(retried).toBe(model.retry(held, error, delayMs, died));
        },
      };
    },
    () => {
      const held = claimToken();
      return {
        name: "release",
        ask: async (queue) => {
          const released = await queue.jobs.release(held);
          return (model) => expect(released).toBe(model.release(held));
        },
      };
    },
    () => {
      const held = [claimToken(), claimToken()];
      return {
        name: "renew",
        ask: async (queue) => {
          const lost = await queue.jobs.renew(held, longLease);
          return (model) => expect(lost).toEqual(held.filter((each) => model.heldBy(each) === undefined));
        },
      };
    },
    () => {
      const which = random.chance(0.2) ? "waiting" : ids();
      return {
        name: "cancel",
        ask: async (queue) => {
          const count = await queue.jobs.cancel(which, () => cancelEnding({ body, counters }));
          return (model) => {
            const jobs =
              which === "waiting"
                ? model.jobs.filter(({ state }) => state === "waiting" || state === "retrying")
                : [...new Set(which)].flatMap((id) =>
                    model.jobs.filter((job) => job.id === id && isOpen(job.state)),
                  );
            expect(count).toBe(jobs.length);
            for (const job of jobs) model.end(job, "cancelled", body, counters);
          };
        },
      };
    },
    () => {
      const which = ids();
      return {
        name: "again",
        ask: async (queue) => {
          const added = await queue.jobs.again(which);
          known.ids.push(...added);
          return (model) => {
            const youngestFirst = model.jobs.filter(({ id }) => which.includes(id)).reverse();
            const left = [...added];
            for (const job of youngestFirst) {
              if (job.state !== "failed" && job.state !== "cancelled") continue;
              const isOfReport = (other: typeof job): boolean =>
                other.environment === job.environment && other.report === job.report;
              if (model.jobs.findLast(isOfReport) === job) model.add(job, left.shift() ?? "");
            }
            expect(left).toEqual([]);
          };
        },
      };
    },
    () => {
      const paused = random.chance(0.3);
      return {
        name: "pause",
        ask: async (queue) => {
          await queue.jobs.setPaused(paused);
          return (model) => {
            model.paused = paused;
          };
        },
      };
    },
  ];
  // As many of deliveries as of jobs, or hardly any would get as far as to be held.
  return random.pick(random.chance(0.5) ? actions : deliveryActions(random, known.sendings))();
}
