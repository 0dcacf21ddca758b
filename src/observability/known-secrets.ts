/** Shorter keys are parts of words: taken out wherever they stand, they would take the log with them. */
const shortest = 8;

/** What must never be logged, wherever it comes up: the secrets in force, and those that were before them. */
export class KnownSecrets {
  #all: readonly string[] = [];

  constructor(secrets: Iterable<string>) {
    this.add(secrets);
  }

  get all(): readonly string[] {
    return this.#all;
  }

  add(secrets: Iterable<string>): void {
    this.#all = [...new Set([...this.#all, ...secrets])].filter(({ length }) => length >= shortest);
  }
}
