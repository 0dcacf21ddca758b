import type { LocalHour, Queue } from "../port.ts";
import { type CallOptions, Calls } from "./calls.ts";
import { Connection, type Server } from "./connection.ts";
import { factsOf, lossOf, oddOf, refuseUnfit } from "./fitness.ts";
import { Quarters } from "./quarters.ts";
import { queueOn } from "./queue.ts";
import { checkSchema } from "./schema.ts";
import { Work } from "./work.ts";

export interface RedisQueueOptions
  extends Omit<CallOptions, "patience">,
    Partial<Pick<CallOptions, "patience">> {
  readonly server: Server;
  /** The day and hour that a time belongs to. */
  readonly localHour: (ms: number) => LocalHour;
  /** Hears what is odd, and no reason to refuse anything. */
  readonly warn?: (message: string) => void;
}

const usualPatience = 10_000;

/**
 * Opens the queue that a server keeps under a prefix, for this process beside others. What others have in hand stays in
 * their hands until their leases run out.
 *
 * Rejects with `QUEUE_UNREACHABLE`, `QUEUE_REFUSED`, `QUEUE_NEWER`, `QUEUE_DAMAGED` or `QUEUE_STORAGE_FULL`.
 */
export async function openRedisQueue(options: RedisQueueOptions): Promise<Queue> {
  const { server, prefix, localHour, patience = usualPatience, warn = () => {} } = options;
  const connection = new Connection(server);
  const messages = new Connection(server);
  try {
    const quarters = new Quarters(localHour, Date.now());
    const calls = new Calls(connection, quarters, { ...options, patience });
    const facts = await factsOf(calls);
    refuseUnfit(facts, calls.server);
    const loss = lossOf(facts);
    if (loss !== null) warn(loss);
    for (const odd of await oddOf(facts, server)) warn(odd);
    quarters.told(await checkSchema(calls, prefix));
    calls.onGone = async () => {
      warn(`an empty queue begins: what ${calls.server} kept under ${prefix} is gone`);
      await checkSchema(calls, prefix);
    };
    const work = new Work(messages, prefix, calls.from);
    await work.listen(performance.now() + patience);
    return queueOn({ connection, calls, work, prefix, localHour, loss });
  } catch (error) {
    connection.close();
    messages.close();
    throw error;
  }
}
