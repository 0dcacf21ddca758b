import { random } from "../common/random.ts";
import { answerSlowly, callers, judge, keepSending, type Outcome, servePictures } from "./acknowledged.ts";
import { until } from "./processes.ts";
import type { RedisServer } from "./redis-server.ts";
import type { RunningService } from "./running-service.ts";

/** How long what is left at the end may take, in milliseconds. */
const restPatience = 180_000;
/** How often an instance looks for what others let go, in milliseconds, see heartbeat.ts; and some time for a machine that is busy. */
const takenOverMs = 60_000;

/** Everything that such a run is about. None of it runs before, but the server. */
export interface Cluster {
  /** On ports that stay theirs, with one queue, one receiver and one server of pictures. */
  readonly instances: readonly RunningService[];
  readonly redis: RedisServer;
  /** What all keys of the queue begin with. */
  readonly prefix: string;
  /** Sends a report to whoever is before the instances. */
  readonly submit: (
    reportId: number,
    address: string,
  ) => Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>;
}

/** What may happen to it, by its name. */
export const faults = ["kill", "end", "freeze", "restart-redis", "kill-redis"] as const;
/** Or an instance is ended and started as another program, which works on the same queue as the others. */
export type Fault = (typeof faults)[number] | "renew";

export interface ClusterRun extends Outcome {
  /** Claims that somebody else took over. */
  readonly takenOver: number;
  /** What callers were answered that was no 202, by status. */
  readonly refused: Readonly<Record<number, number>>;
  /** Requests of callers that had no answer. */
  readonly unanswered: number;
  /** After each instance that was renewed, of which version each of them said to be. */
  readonly versions: readonly (readonly string[])[];
}

interface Options {
  readonly seed: string;
  /** What happens, in this order; each to another instance. */
  readonly what: readonly Fault[];
  /** Whether claims of one that is frozen run out at once, and not after their minute. */
  readonly isHurried: boolean;
  /** How long Redis is away, in milliseconds. */
  readonly awayMs: number;
  /** What an instance that is renewed is started as. */
  readonly newer?: readonly string[];
  readonly onFault?: (fault: Fault) => void;
}

/**
 * Has one thing after the other go wrong while reports come in, are read and delivered, and says what became of every report that
 * was acknowledged. The instances are neither running before nor after.
 */
export async function clusterRun(
  cluster: Cluster,
  { seed, what, isHurried, awayMs, newer, onFault = () => {} }: Options,
): Promise<ClusterRun> {
  const { instances, redis } = cluster;
  const [first] = instances;
  if (first === undefined) throw new Error("A cluster has an instance.");
  const chance = random(seed);
  const refused: Record<number, number> = {};
  const versions: string[][] = [];
  let [takenOver, unanswered] = [0, 0];
  servePictures(first);
  answerSlowly(first, random(`${seed}/receiver`));
  await Promise.all(instances.map((each) => each.start()));
  const submit = async (reportId: number, picture: string) => {
    const answer = await cluster.submit(reportId, first.pictures.url(picture)).catch((error) => {
      unanswered++;
      throw error;
    });
    if (answer.status !== 202) refused[answer.status] = (refused[answer.status] ?? 0) + 1;
    return answer;
  };
  const { accepted, end } = keepSending(submit, seed);
  const goesOn = async (): Promise<void> => {
    const before = accepted.size;
    await until("reports are taken in", () => accepted.size > before + 2 * callers, restPatience);
  };
  try {
    for (const [turn, fault] of what.entries()) {
      await goesOn();
      await Bun.sleep(chance.between(0, 300));
      onFault(fault);
      const one = instances[turn % instances.length] ?? first;
      switch (fault) {
        case "kill":
          await one.kill();
          await goesOn();
          await one.start();
          break;
        case "end":
          one.signal("SIGTERM");
          await one.ended();
          await goesOn();
          await one.start();
          break;
        case "freeze":
          takenOver += await freeze(one, cluster, isHurried);
          break;
        case "renew":
          if (newer === undefined) throw new Error("A newer program is missing.");
          one.signal("SIGTERM");
          await one.ended();
          await goesOn();
          one.become(newer);
          await one.start();
          versions.push(await Promise.all(instances.map(versionOf)));
          await allRead(instances);
          break;
        default:
          await redis.stop(fault === "kill-redis" ? "SIGKILL" : "SIGTERM");
          await Bun.sleep(awayMs);
          await redis.start();
      }
    }
    await goesOn();
  } finally {
    await end();
  }
  await first.settled(restPatience);
  const outcome = await judge(first, accepted, true);
  for (const each of instances) each.signal("SIGTERM");
  await Promise.all(instances.map((each) => each.ended()));
  return { ...outcome, takenOver, refused, unanswered, versions };
}

async function versionOf(one: RunningService): Promise<string> {
  return String((await one.get("/status"))["version"]);
}

/** Waits until each instance has read a picture from now on: all of them work on the queue. */
async function allRead(instances: readonly RunningService[]): Promise<void> {
  const read = () => instances.map((each) => each.logged("picture read").length);
  const before = read();
  await until(
    "each instance has read a picture",
    () => read().every((count, index) => count > (before[index] ?? 0)),
    restPatience,
  );
}

/** Stops an instance until others have taken over what it had in hand, and lets it go on with what it believes to have. */
async function freeze(one: RunningService, { redis, prefix }: Cluster, isHurried: boolean): Promise<number> {
  const client = redis.client();
  const claims = ["jobs", "deliveries"].map((kind) => `{${prefix}}:leases:${kind}`);
  try {
    const held: (readonly [set: string, id: string, until: string])[] = [];
    // Something of its own: what others have at this moment ends without it.
    await until("it has a picture in hand", async () => (await one.details()).in_hand.length > 0);
    one.signal("SIGSTOP");
    for (const set of claims) {
      const all = await client.zrange(set, "0", "-1", "WITHSCORES");
      for (let index = 0; index < all.length; index += 2)
        held.push([set, all[index] ?? "", all[index + 1] ?? ""]);
    }
    // As a minute later. Those of others go, too, who hear of it when they are done.
    if (isHurried) for (const [set, id] of held) await client.call("ZADD", set, "XX", "0", id);
    const isTaken = async ([set, id, score]: (typeof held)[number]): Promise<boolean> => {
      const present = await client.zscore(set, id);
      return present === null || (present !== score && present !== "0");
    };
    await until(
      "others have taken over what it had",
      async () => (await Promise.all(held.map(isTaken))).every(Boolean),
      (isHurried ? 1 : 2) * takenOverMs,
    );
    return held.length;
  } finally {
    client.disconnect();
    one.signal("SIGCONT");
  }
}
