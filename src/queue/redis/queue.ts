import type { Calls } from "../../redis/calls.ts";
import { storageFull } from "../../redis/failures.ts";
import type { Replicas } from "../../redis/replicas.ts";
import type { LocalHour, Queue } from "../port.ts";
import { deliveryQueue } from "./deliveries.ts";
import { history } from "./history.ts";
import { jobQueue } from "./jobs.ts";
import { Operations } from "./operations.ts";
import { reviewQueue } from "./reviews.ts";
import { Room } from "./room.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";
import type { Work } from "./work.ts";

/** What a queue is made of. */
interface QueueParts {
  readonly calls: Calls;
  readonly work: Work;
  readonly replicas: Replicas;
  readonly prefix: string;
  readonly localHour: (ms: number) => LocalHour;
  /** See `Queue.loss`. */
  readonly loss: string | null;
}

/** How long who asks whether the queue can be written waits for an answer, in milliseconds. */
const checkMs = 1000;

const touch = script(["call('SET', key('checked'), now)\nreturn {'ok'}"], true);

/** The queue under a prefix that is ours. */
export function queueOn({ calls, work, replicas, prefix, localHour, loss }: QueueParts): Queue {
  const operations = new Operations();
  const room = new Room(calls, prefix);
  const store: Store = { calls, room, replicas, idle: work.idle, wake: work.wake };
  const hasty = calls.within(checkMs);
  const { check, bytes, mostBytes } = operations.all({
    check: async () => {
      // First, because it does not wait for long.
      await hasty.run(touch);
      if (!(await room.hasFor(1))) throw storageFull(calls.server);
    },
    bytes: () => room.used(),
    mostBytes: () => room.most(),
  });
  let closing: Promise<void> | null = null;
  return {
    description: `${calls.server}, under ${prefix}`,
    jobs: operations.all(jobQueue(store)),
    deliveries: operations.all(deliveryQueue(store)),
    reviews: operations.all(reviewQueue(store)),
    history: operations.all(history(store, (ms) => localHour(ms).day)),
    onWork: (kind, listener) => work.listeners.add(kind, listener),
    check,
    bytes,
    mostBytes,
    loss,
    close: () => {
      closing ??= operations.close().then(() => work.close());
      return closing;
    },
  };
}
