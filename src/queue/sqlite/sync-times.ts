import type { Memory } from "./committer.ts";

/** Tells how long each commit took until it was on disk. The last of the committer's memories, so that it times nothing else. */
export class SyncTimes implements Memory {
  readonly #onSync: (milliseconds: number) => void;
  #began = 0;

  constructor(onSync: (milliseconds: number) => void) {
    this.#onSync = onSync;
  }

  begin(): void {}

  beforeCommit(): void {
    this.#began = performance.now();
  }

  committed(): void {
    this.#onSync(performance.now() - this.#began);
  }
}
