import type { ApiKey } from "../config/keys.ts";

/** The keys that callers may show now; others take their place while the service runs. */
export class KeysInForce {
  /** Those of this instance's settings. */
  own: readonly ApiKey[];
  /** Those of all instances. */
  #shared: readonly ApiKey[] = [];
  /** Whether instances have ever had a key together: whoever takes the last one away does not let everybody in. */
  #isClosed = false;

  constructor(own: readonly ApiKey[]) {
    this.own = own;
  }

  /** Of two with one name that of the settings counts. */
  get all(): readonly ApiKey[] {
    if (this.#shared.length === 0) return this.own;
    const names = new Set(this.own.map(({ name }) => name));
    return [...this.own, ...this.#shared.filter(({ name }) => !names.has(name))];
  }

  /** Whether everybody may do everything while there is no key. */
  get mayBeOpen(): boolean {
    return !this.#isClosed;
  }

  /** Takes up those of all instances; gives back the names of which another one is in the settings. */
  share(keys: readonly ApiKey[]): string[] {
    this.#shared = keys;
    return keys.map(({ name }) => name).filter((name) => this.own.some((each) => each.name === name));
  }

  close(): void {
    this.#isClosed = true;
  }
}
