import type { History } from "../port.ts";
import { condensing } from "./condense.ts";
import { environments } from "./find.ts";
import { forgetting } from "./forget.ts";
import { pruning } from "./prune.ts";
import type { Store } from "./store.ts";
import { counted } from "./totals.ts";
import { wiping } from "./wipe.ts";

/** What is kept after jobs are gone, and how it goes in the end. */
export function history(store: Store, dayOf: (ms: number) => string): History {
  return {
    ...pruning(store, dayOf),
    ...condensing(store),
    ...forgetting(store),
    ...counted(store),
    ...wiping(store),
    // Every queue in Redis has kept the facts of all its jobs from the beginning.
    noteFacts: async () => 0,
    environments: () => environments(store),
  };
}
