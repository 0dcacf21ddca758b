import type { Calls } from "../../redis/calls.ts";
import type { Replicas } from "../../redis/replicas.ts";
import type { SomeWork, WorkKind } from "../listeners.ts";
import type { Room } from "./room.ts";

/** What the parts of the queue share. */
export interface Store {
  readonly calls: Calls;
  readonly room: Room;
  readonly replicas: Replicas;
  /** What this process was noted as idle for when it asked last. */
  readonly idle: Set<WorkKind>;
  /** Tells listeners of this process that there may be something to claim; the scripts tell those of others. */
  readonly wake: (kind: SomeWork) => void;
}
