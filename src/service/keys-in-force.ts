import type { ApiKey } from "../config/keys.ts";

/** The keys that callers may show now; others take their place while the service runs. */
export class KeysInForce {
  #own: readonly ApiKey[];
  #shared: readonly ApiKey[] = [];
  #all: readonly ApiKey[];
  /** Whether instances have ever had a key together: whoever takes the last one away does not let everybody in. */
  #isClosed = false;

  /** `own` are those of this instance's settings. */
  constructor(own: readonly ApiKey[]) {
    this.#own = own;
    this.#all = own;
  }

  get own(): readonly ApiKey[] {
    return this.#own;
  }

  /** Of two with one name that of the settings counts. */
  get all(): readonly ApiKey[] {
    return this.#all;
  }

  /** Whether everybody may do everything while there is no key. */
  get mayBeOpen(): boolean {
    return !this.#isClosed;
  }

  takeUp(own: readonly ApiKey[]): void {
    this.#own = own;
    this.#putTogether();
  }

  /** Takes up those of all instances; gives back the names of which another one is in the settings. */
  share(keys: readonly ApiKey[]): string[] {
    this.#shared = keys;
    this.#putTogether();
    return keys.filter((key) => !this.#all.includes(key)).map(({ name }) => name);
  }

  /** From now on nobody is let in without a key. */
  close(): void {
    this.#isClosed = true;
  }

  #putTogether(): void {
    const names = new Set(this.#own.map(({ name }) => name));
    this.#all = [...this.#own, ...this.#shared.filter(({ name }) => !names.has(name))];
  }
}
