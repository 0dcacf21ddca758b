import { SharedStore, type SharedStoreOptions } from "../../redis/shared-store.ts";
import type { LocalHour, Queue } from "../port.ts";
import { factsOf, lossOf, oddOf, refuseUnfit } from "./fitness.ts";
import { Quarters } from "./quarters.ts";
import { queueOn } from "./queue.ts";
import { Work } from "./work.ts";

interface Surroundings {
  /** The day and hour that a time belongs to. */
  readonly localHour: (ms: number) => LocalHour;
  /** Hears what is odd, and no reason to refuse anything. */
  readonly warn?: (message: string) => void;
}

export type RedisQueueOptions = SharedStoreOptions & Surroundings;

/**
 * Opens the queue that a server keeps under a prefix, for this process beside others. What others have in hand stays in
 * their hands until their leases run out.
 *
 * Rejects with `QUEUE_UNREACHABLE`, `QUEUE_REFUSED`, `QUEUE_NEWER`, `QUEUE_DAMAGED` or `QUEUE_STORAGE_FULL`.
 */
export async function openRedisQueue(options: RedisQueueOptions): Promise<Queue> {
  const shared = new SharedStore(options);
  try {
    const queue = await openQueueOn(shared, options);
    return { ...queue, close: () => queue.close().finally(() => shared.close()) };
  } catch (error) {
    shared.close();
    throw error;
  }
}

/** The same with connections that are there, and are left open when the queue is closed. */
export async function openQueueOn(
  shared: SharedStore,
  { localHour, warn = () => {} }: Surroundings,
): Promise<Queue> {
  const { messages, prefix } = shared;
  const quarters = new Quarters(localHour, Date.now());
  const calls = shared.calls.telling(quarters);
  const facts = await factsOf(calls);
  refuseUnfit(facts, calls.server);
  const loss = lossOf(facts);
  if (loss !== null) warn(loss);
  for (const odd of await oddOf(facts, shared.server)) warn(odd);
  quarters.told(await shared.begin());
  shared.onGone = () => warn(`an empty queue begins: what ${calls.server} kept under ${prefix} is gone`);
  const work = new Work(messages, calls);
  try {
    await messages.listen(performance.now() + shared.patience);
  } catch (error) {
    work.close();
    throw error;
  }
  return queueOn({ calls, work, replicas: shared.replicas, prefix, localHour, loss });
}
