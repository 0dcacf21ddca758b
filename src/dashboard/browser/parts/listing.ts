import { type Signal, signal } from "@preact/signals";

/** What one question for a list is answered. */
interface Page<Item> {
  readonly items: readonly Item[];
  /** What older ones are asked for by; `null` where there are none. */
  readonly next: string | null;
  /** How far back was looked, where that is told. */
  readonly backTo: string | null;
}

export interface Listed<Item> extends Page<Item> {
  /** Whether no older ones than the first page were asked for. */
  readonly isFirst: boolean;
}

/** A list that goes on page by page, newest first, of what a filter finds. */
export class Listing<Item, Filter> {
  readonly #ask: (narrowed: Filter, before: string | null) => Promise<Page<Item>>;
  /** What was found; `null` before the first answer. */
  readonly listed: Signal<Listed<Item> | null> = signal(null);
  /** Why there is no newer answer. */
  readonly failure: Signal<unknown> = signal(null);
  /** Counts the questions: an answer to an older one than the last is not shown. */
  #asked = 0;
  /** Questions without an answer. */
  #open = 0;
  /** What was asked for by. */
  #narrowed: Filter | null = null;

  constructor(ask: (narrowed: Filter, before: string | null) => Promise<Page<Item>>) {
    this.#ask = ask;
  }

  /** Asks for the newest ones that a filter finds; those that another one found are shown no longer. */
  async learn(narrowed: Filter): Promise<void> {
    if (this.#narrowed !== narrowed) this.listed.value = null;
    this.#narrowed = narrowed;
    await this.#learn(narrowed, null);
  }

  /** The same, where only the newest are shown, and somebody waits for no other answer: that one would be thrown away. */
  async refresh(narrowed: Filter): Promise<void> {
    if (this.#open === 0 && this.listed.value?.isFirst !== false) await this.learn(narrowed);
  }

  /** Asks for those that are older than all that are shown. */
  async older(narrowed: Filter): Promise<void> {
    const shown = this.listed.value;
    if (shown !== null && shown.next !== null) await this.#learn(narrowed, shown);
  }

  async #learn(narrowed: Filter, shown: Listed<Item> | null): Promise<void> {
    const number = ++this.#asked;
    this.#open++;
    try {
      const { items, next, backTo } = await this.#ask(narrowed, shown?.next ?? null);
      if (number !== this.#asked) return;
      this.listed.value = {
        items: [...(shown?.items ?? []), ...items],
        next,
        backTo: backTo ?? shown?.backTo ?? null,
        isFirst: shown === null,
      };
      this.failure.value = null;
    } catch (error) {
      if (number === this.#asked) this.failure.value = error;
    } finally {
      this.#open--;
    }
  }
}
