import type { Database } from "bun:sqlite";
import type { SomeWork } from "../listeners.ts";
import type { Committer } from "./committer.ts";
import type { EndedClaims } from "./ended-claims.ts";
import type { Environments } from "./environments.ts";
import type { Holds } from "./holds.ts";
import type { Hours } from "./hours.ts";
import type { Room } from "./room.ts";
import type { Tally } from "./tally.ts";
import type { Times } from "./times.ts";
import type { Totals } from "./totals.ts";

/** What the parts of the queue share. */
export interface Store {
  readonly database: Database;
  readonly file: string;
  readonly committer: Committer;
  readonly tally: Tally;
  readonly totals: Totals;
  readonly hours: Hours;
  readonly times: Times;
  readonly environments: Environments;
  readonly endedClaims: EndedClaims;
  readonly holds: Holds;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly room: Room;
  /** Hears what is odd, and stops nothing. */
  readonly warn: (message: string) => void;
  /** For operations: tells listeners, when it is on disk, that there may be something to claim. */
  readonly wake: (kind: SomeWork) => void;
}
