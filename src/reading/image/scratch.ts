/** Bytes beyond which memory is not kept: a line that is as long as a picture is high comes once in a while. */
const mostKept = 16 * 1024 * 1024;

/**
 * Numbers for work that is done again and again, in memory that is used again: fresh memory costs a page fault for
 * each 4 KB, and for a line of text that takes longer than the work in it.
 */
export class Scratch<Numbers extends Uint8Array | Float32Array> {
  readonly #create: (length: number) => Numbers;
  #kept: Numbers;

  constructor(create: (length: number) => Numbers) {
    this.#create = create;
    this.#kept = create(0);
  }

  /** Room for as many numbers, until it is taken again. It holds what was left in it. */
  take(length: number): Numbers {
    if (length <= this.#kept.length) return this.#kept.subarray(0, length) as Numbers;
    const fresh = this.#create(length);
    if (fresh.byteLength <= mostKept) this.#kept = fresh;
    return fresh;
  }
}
