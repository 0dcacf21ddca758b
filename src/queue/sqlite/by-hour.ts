import type { LocalHour } from "../port.ts";
import type { LocalHours } from "./local-hours.ts";

/** What a group of operations counted in an hour and an environment. */
interface Group<T> {
  readonly at: LocalHour;
  readonly environment: string;
  readonly counted: T;
}

/** Keeps what is counted apart by hour and environment. A group of operations takes milliseconds: mostly there is one. */
export class ByHour<T> implements Iterable<Group<T>> {
  readonly #localHours: LocalHours;
  readonly #make: () => T;
  readonly #groups: Group<T>[] = [];

  constructor(localHours: LocalHours, make: () => T) {
    this.#localHours = localHours;
    this.#make = make;
  }

  /** Where to count what happens at a time. */
  at(ms: number, environment: string): T {
    const at = this.#localHours.at(ms);
    for (const group of this.#groups)
      if (group.at === at && group.environment === environment) return group.counted;
    const counted = this.#make();
    this.#groups.push({ at, environment, counted });
    return counted;
  }

  clear(): void {
    this.#groups.length = 0;
  }

  [Symbol.iterator](): Iterator<Group<T>> {
    return this.#groups[Symbol.iterator]();
  }
}
