/** Milliseconds before a start that follows two deaths in a row; they double with every further death. */
const firstPause = 250;
const longestPause = 30_000;

/**
 * When a fresh worker may follow one that died: at once after the first death, and after longer and longer pauses when
 * those that follow die, too, before any has read a picture. What kills every worker must not keep the machine busy
 * with starting them.
 */
export class Restarts {
  #deaths = 0;
  #notBefore = 0;
  #timer: Timer | undefined;

  noteDeath(): void {
    this.#deaths++;
    if (this.#deaths < 2) return;
    this.#notBefore = performance.now() + Math.min(longestPause, firstPause * 2 ** (this.#deaths - 2));
  }

  noteSuccess(): void {
    this.#deaths = 0;
    this.#notBefore = 0;
  }

  /** True when a worker may start now; else `later` is called once it may. */
  mayStart(later: () => void): boolean {
    const rest = this.#notBefore - performance.now();
    if (rest <= 0) return true;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      later();
    }, rest);
    return false;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
