import type { Places } from "../config/service.ts";
import { OcrEcoError } from "../errors.ts";
import { serverOf, sharedStoreOf } from "../redis/address.ts";
import { waitsForFiles } from "../redis/info.ts";
import type { SharedStore } from "../redis/shared-store.ts";
import { contentsIn, lockFolder, makeFolder } from "./in-folder.ts";
import type { LocalHour, Queue } from "./port.ts";
import { openQueueOn, openRedisQueue } from "./redis/open.ts";

/** The settings of a queue that a server keeps. */
export type ServerPlaces = Pick<
  Places,
  "DATA_DIR" | "QUEUE_PASSWORD" | "QUEUE_CA_FILE" | "QUEUE_SENTINEL_PASSWORD" | "QUEUE_REPLICAS"
> & {
  readonly QUEUE_URL: NonNullable<Places["QUEUE_URL"]>;
};

/** How long a look at a server may take, in milliseconds. */
const lookMs = 3000;

/**
 * Opens the queue that a server keeps. The data folder, which has the cache, keys and users of this instance, is locked as
 * with a database in it, so that it has one service, which is found there.
 */
export async function openOnServer(
  places: ServerPlaces,
  surroundings: {
    readonly localHour: (ms: number) => LocalHour;
    readonly warn?: (message: string) => void;
    /** The connections that it is kept over, which are left open; without them it has its own. */
    readonly shared?: SharedStore;
  },
): Promise<Queue> {
  const { DATA_DIR: folder } = places;
  makeFolder(folder);
  const unlock = lockFolder(folder);
  let own: SharedStore | null = null;
  const letGo = () => {
    own?.close();
    unlock();
  };
  try {
    refuseLeftBehind(folder);
    const shared = surroundings.shared ?? sharedStoreOf(places);
    if (surroundings.shared === undefined) own = shared;
    const queue = await openQueueOn(shared, surroundings);
    return { ...queue, close: () => queue.close().finally(letGo) };
  } catch (error) {
    letGo();
    throw error;
  }
}

/** What is found of a queue on a server without a service. */
export interface ServerQueue {
  readonly description: string;
  readonly jobs: number;
  readonly open: number;
  readonly pending: number;
  /** How replicas keep what is promised, where they have to. */
  readonly replicas: "in files" | "in memory" | null;
  /** What an operator should know of the server. */
  readonly odd: readonly string[];
}

/** Looks at the queue on a server as a service would that starts, beside any that run. Rejects as `openQueue` does. */
export async function lookAtServer(places: ServerPlaces): Promise<ServerQueue> {
  refuseLeftBehind(places.DATA_DIR);
  const odd: string[] = [];
  const queue = await openRedisQueue({
    server: serverOf(places),
    prefix: places.QUEUE_URL.prefix,
    localHour: () => ({ day: "", hour: 0 }),
    warn: (message) => odd.push(message),
    patience: lookMs,
  });
  try {
    await queue.check();
    const { oldestWaitingAt: _, ...states } = await queue.jobs.counts();
    return {
      description: queue.description,
      jobs: Object.values(states).reduce((sum, count) => sum + count, 0),
      open: states.waiting + states.active + states.retrying,
      pending: (await queue.deliveries.counts()).pending,
      replicas: await keptByReplicas(places),
      odd,
    };
  } finally {
    await queue.close();
  }
}

async function keptByReplicas(places: ServerPlaces): Promise<ServerQueue["replicas"]> {
  if (places.QUEUE_REPLICAS === 0) return null;
  const shared = sharedStoreOf(places, lookMs);
  try {
    return (await waitsForFiles(shared.calls)) ? "in files" : "in memory";
  } finally {
    shared.close();
  }
}

/** What the database in the folder still has to do would wait there for ever. Throws `CONFIG_INVALID`. */
function refuseLeftBehind(folder: string): void {
  const left = contentsIn(folder);
  if (left === null || left.open + left.pending === 0) return;
  throw new OcrEcoError(
    "CONFIG_INVALID",
    `QUEUE_URL is set, but the database in ${folder} still has ${left.open} jobs and ${left.pending} deliveries that have not ended. Move it there with ocr-eco queue migrate, or run the service without QUEUE_URL until it has none.`,
  );
}
