interface InHandSettings {
  /** Jobs that may be worked on at the same time. */
  readonly most: number;
  /** Milliseconds after which a picture that is still being loaded gives up its place. */
  readonly slowMs: number;
  /** So many more may be loaded beside the others; each may hold a whole picture. */
  readonly mostSlow: number;
  /** Is told when there is room again. */
  readonly onRoom: () => void;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
}

/** Milliseconds and number, see InHandSettings. A usual picture is here in a tenth of that time. */
const usual = { slowMs: 500, mostSlow: 16, clock: () => performance.now() };

/**
 * The jobs that are worked on. A picture whose server takes long gives up its place until it is here: otherwise a few such
 * servers would hold all places, and nobody's picture would be read for as long as a download may take.
 */
export class InHand {
  readonly #settings: InHandSettings;
  readonly #works = new Map<string, Promise<void>>();
  #slow = 0;
  /** When something ended last, or came into empty hands. */
  #movedAt: number;

  constructor(settings: Pick<InHandSettings, "most" | "onRoom"> & Partial<InHandSettings>) {
    this.#settings = { ...usual, ...settings };
    this.#movedAt = this.#settings.clock();
  }

  get size(): number {
    return this.#works.size;
  }

  /** The claims that are worked on. */
  get claimTokens(): string[] {
    return [...this.#works.keys()];
  }

  /** How many more may be taken. */
  get free(): number {
    return Math.max(0, this.#settings.most - (this.#works.size - this.#slow));
  }

  /** Milliseconds in which nothing ended; those in which there was nothing to do count as well. */
  get stillMs(): number {
    return this.#settings.clock() - this.#movedAt;
  }

  /** Notes that a job ended. */
  moved(): void {
    this.#movedAt = this.#settings.clock();
  }

  /** Begins to work on a job; `work` calls `onLoaded` when its picture is here. What it rejects with is its own affair. */
  take(claimToken: string, work: (onLoaded: () => void) => Promise<void>): void {
    const { slowMs, mostSlow, onRoom } = this.#settings;
    if (this.size === 0) this.moved();
    /** Its picture takes long to load: it stands beside the others. */
    let isSlow = false;
    const stepAside = (): void => {
      if (this.#slow >= mostSlow) return;
      isSlow = true;
      this.#slow++;
      onRoom();
    };
    const timer = setTimeout(stepAside, slowMs);
    const onLoaded = (): void => {
      clearTimeout(timer);
      if (isSlow) this.#slow--;
      isSlow = false;
    };
    const ended = work(onLoaded).finally(() => {
      onLoaded();
      this.#works.delete(claimToken);
      onRoom();
    });
    this.#works.set(claimToken, ended);
  }

  /** Resolves when all that is in hand now is done. */
  async done(): Promise<void> {
    await Promise.all(this.#works.values());
  }
}
