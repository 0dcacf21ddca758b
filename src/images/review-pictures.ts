import { mkdir, rename, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CheckedFiles } from "./checked-files.ts";
import { sweep } from "./sweep.ts";

interface Settings {
  /** A folder of its own; made when there is something to keep. */
  readonly folder: string;
  /** Days since its result that a picture is kept; 0 keeps none, not even what is there. */
  readonly days: number;
  /** Size in MB (10⁶ bytes) that the folder may have. */
  readonly mostMegabytes: number;
  /** Is told, in a sentence, when the folder cannot be tidied up. */
  readonly warn: (sentence: string) => void;
}

const day = 86_400_000;
/** Pictures after which the folder's size is looked at, besides from time to time. */
const sweptEach = 50;

/**
 * The pictures that a person is to look at, or has: apart from the cache, which may be emptied at any time. Files are named by
 * the pictures' hashes, so one that came for several reports lies there once. Those that somebody has decided about lie in a
 * folder of their own, and go first where there is no room for all.
 */
export class ReviewPictures {
  readonly #settings: Settings;
  readonly #open: CheckedFiles;
  readonly #decided: CheckedFiles;
  #written = 0;
  #sweeping: Promise<void> | null = null;

  constructor(settings: Settings) {
    this.#settings = settings;
    const filesIn = (name: string) => new CheckedFiles(join(settings.folder, name), () => this.#most, false);
    this.#open = filesIn("open");
    this.#decided = filesIn("decided");
  }

  /** Keeps a picture of a result that was made `at`, from when on its days count. Rejects when it cannot be written. */
  async put(sha256: string, bytes: Uint8Array, at: Date): Promise<void> {
    const name = nameOf(sha256);
    await this.#open.write(name, bytes);
    await utimes(join(this.#open.folder, name), new Date(), at);
    this.#written++;
    // Nobody waits for it.
    if (this.#written % sweptEach === 0) void this.sweep();
  }

  /** `null` where it is kept no more. */
  async get(sha256: string): Promise<Uint8Array | null> {
    return (await this.#open.read(nameOf(sha256))) ?? this.#decided.read(nameOf(sha256));
  }

  /** Whether it is kept, without reading it. */
  async has(sha256: string): Promise<boolean> {
    const found = await Promise.all(
      [this.#open, this.#decided].map(({ folder }) => stat(join(folder, nameOf(sha256))).catch(() => null)),
    );
    return found.some((file) => file !== null && Date.now() - file.mtimeMs <= this.#most);
  }

  /** Notes that somebody has decided about a picture: others are needed more. Never rejects: it only says which go first. */
  async decided(sha256: string): Promise<void> {
    const name = nameOf(sha256);
    const to = join(this.#decided.folder, name);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
      .then(() => rename(join(this.#open.folder, name), to))
      .catch(() => {});
  }

  /** How many of these are kept. */
  async count(sha256s: readonly string[]): Promise<number> {
    const found = await Promise.all(sha256s.map((sha256) => this.has(sha256)));
    return found.filter(Boolean).length;
  }

  /** Deletes these, and says how many there were. Rejects when one cannot be deleted. */
  async forget(sha256s: readonly string[]): Promise<number> {
    const there = await this.count(sha256s);
    for (const sha256 of sha256s)
      for (const files of [this.#open, this.#decided]) await files.remove(nameOf(sha256));
    return there;
  }

  /** Deletes what is too old, and what is too much. Never rejects. */
  async sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    const { mostMegabytes, warn } = this.#settings;
    const most = mostMegabytes * 1e6;
    const mostMilliseconds = (): number => this.#most;
    try {
      const open = await sweep(this.#open.folder, { mostBytes: most, mostMilliseconds });
      const mostBytes = Math.max(0, most - open);
      await sweep(this.#decided.folder, { mostBytes, mostMilliseconds });
    } catch (error) {
      warn(
        `The pictures for the review cannot be tidied up (${String(error)}). Check the disk and DATA_DIR.`,
      );
    }
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
