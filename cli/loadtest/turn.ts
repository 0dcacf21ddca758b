/**
 * One turn of the event loop, for all connections: what arrives is only timed while it is taken off the sockets, and
 * looked at afterwards; what is sent because of it leaves together at the end. So no request's time holds what the others
 * cost here.
 */
export class Turn {
  #arrived: (() => void)[] = [];
  #leaving: (() => void)[] | null = null;

  /** Calls `look` when everything that arrives in this turn is off its socket, in the order of the calls. */
  arrived(look: () => void): void {
    this.#arrived.push(look);
    if (this.#arrived.length === 1) setImmediate(() => this.#end());
  }

  /** Calls `write` at once, or, while arrivals are looked at, when that is done. */
  leaves(write: () => void): void {
    if (this.#leaving === null) write();
    else this.#leaving.push(write);
  }

  #end(): void {
    const arrived = this.#arrived;
    const leaving: (() => void)[] = [];
    this.#arrived = [];
    this.#leaving = leaving;
    for (const look of arrived) look();
    this.#leaving = null;
    for (const write of leaving) write();
  }
}

/** There is one event loop. */
export const turn = new Turn();
