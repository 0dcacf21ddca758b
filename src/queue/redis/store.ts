import type { Calls } from "../../redis/calls.ts";
import type { Replicas } from "../../redis/replicas.ts";
import type { SomeWork } from "../listeners.ts";
import type { Room } from "./room.ts";

/** What the parts of the queue share. */
export interface Store {
  readonly calls: Calls;
  readonly room: Room;
  readonly replicas: Replicas;
  /** Tells listeners of this process that there may be something to claim; the scripts tell those of others. */
  readonly wake: (kind: SomeWork) => void;
}
