import { stat } from "node:fs/promises";
import { join } from "node:path";
import { CheckedFiles } from "./checked-files.ts";
import { sweep } from "./sweep.ts";

interface Settings {
  /** A folder of its own; made when there is something to keep. */
  readonly folder: string;
  /** Days that a picture is kept; 0 keeps none, not even what is there. */
  readonly days: number;
  /** Size in MB (10⁶ bytes) that the folder may have. */
  readonly mostMegabytes: number;
}

const day = 86_400_000;
/** Pictures after which the folder's size is looked at, besides from time to time. */
const sweptEach = 50;

/**
 * The pictures that a person is to look at, or has: apart from the cache, which may be emptied at any time. Files are named by
 * the pictures' hashes, so one that came for several reports lies there once.
 */
export class ReviewPictures {
  readonly #settings: Settings;
  readonly #files: CheckedFiles;
  #written = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#files = new CheckedFiles(settings.folder, () => this.#most);
  }

  /** Keeps a picture. Rejects when it cannot be written. */
  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    await this.#files.write(nameOf(sha256), bytes);
    this.#written++;
    if (this.#written % sweptEach === 0) await this.sweep();
  }

  /** `null` where it is kept no more. */
  get(sha256: string): Promise<Uint8Array | null> {
    return this.#files.read(nameOf(sha256));
  }

  /** Whether it is kept, without reading it. */
  async has(sha256: string): Promise<boolean> {
    const found = await stat(join(this.#settings.folder, nameOf(sha256))).catch(() => null);
    return found !== null && Date.now() - found.mtimeMs <= this.#most;
  }

  /** How many of these are kept. */
  async count(sha256s: readonly string[]): Promise<number> {
    const found = await Promise.all(sha256s.map((sha256) => this.has(sha256)));
    return found.filter(Boolean).length;
  }

  /** Deletes these, and says how many there were. Rejects when one cannot be deleted. */
  async forget(sha256s: readonly string[]): Promise<number> {
    const there = await this.count(sha256s);
    for (const sha256 of sha256s) await this.#files.remove(nameOf(sha256));
    return there;
  }

  /** Deletes what is too old, and what was of no use for longest where it is too much. */
  async sweep(): Promise<void> {
    await sweep(this.#settings.folder, {
      mostBytes: this.#settings.mostMegabytes * 1e6,
      mostMilliseconds: () => this.#most,
    });
  }

  /** Where nothing is kept none is young enough, whatever the clock said when it was written. */
  get #most(): number {
    const { days } = this.#settings;
    return days === 0 ? Number.NEGATIVE_INFINITY : days * day;
  }
}

function nameOf(sha256: string): string {
  return join(sha256.slice(0, 2), sha256);
}
