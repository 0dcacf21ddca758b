/** Numbers in the order in which they came, also millions of them. */
export class Fifo {
  #items: number[] = [];
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(item: number): void {
    this.#items.push(item);
  }

  /** The oldest one, taken out; `undefined` when there is none. */
  shift(): number | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#first++];
    // Moving all of them at each step would take time with the square of how many wait.
    if (this.#first > 1024 && this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  /** Puts these before all others, in their order. */
  unshift(items: readonly number[]): void {
    this.#items = [...items, ...this.#items.slice(this.#first)];
    this.#first = 0;
  }
}
