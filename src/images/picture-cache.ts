import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { addressKey } from "./address-key.ts";
import { CheckedFiles } from "./checked-files.ts";
import type { FetchedPicture, Validators } from "./fetch-picture.ts";
import { sweep } from "./sweep.ts";

interface CacheSettings {
  /** A folder of its own; made when there is something to keep. */
  readonly folder: string;
  /** Hours that anything is kept; 0 keeps nothing, not even what is there. */
  readonly hours: number;
  /** The same for readings, which hold what stands on the pictures. */
  readonly readingHours: number;
  /** Size in MB (10⁶ bytes) that the folder may have. */
  readonly mostMegabytes: number;
  /** Is told once, in a sentence, when nothing can be kept. */
  readonly warn: (sentence: string) => void;
}

/** A picture that came from an address before, and what its server has to be asked before it is believed. */
interface CachedPicture extends Validators {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** How many files there are of some pictures. */
interface Kept {
  readonly pictures: number;
  readonly readings: number;
}

const known = z.object({
  sha256: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
});

/**
 * Pictures by address and readings by picture, on disk. It only ever saves work: a file that is damaged, old or
 * cannot be read is a miss, and a disk that is full or not writable means that nothing is kept.
 */
export class PictureCache {
  readonly #settings: CacheSettings;
  readonly #files: CheckedFiles;
  readonly #mostBytes: number;
  /** Bytes in the folder, as far as this process knows; `null` before the first sweep. */
  #bytes: number | null = null;
  #sweeping: Promise<void> | null = null;
  #warned = false;

  constructor(settings: CacheSettings) {
    this.#settings = settings;
    this.#mostBytes = settings.mostMegabytes * 1e6;
    this.#files = new CheckedFiles(settings.folder, (name) => this.#mostMilliseconds(name));
  }

  /** The picture that came from `address` last, however it was signed then. */
  async get(address: string): Promise<CachedPicture | null> {
    const entry = await this.#knownUnder(addressName(address));
    if (entry === null) return null;
    const { sha256, ...validators } = entry;
    const bytes = await this.#read(pictureName(sha256));
    return bytes === null ? null : { bytes, sha256, ...validators };
  }

  /** Keeps a picture, if its server can be asked whether it is still the one: others would never be of use. */
  async put(address: string, sha256: string, { bytes, ...said }: FetchedPicture): Promise<void> {
    const entry: z.infer<typeof known> = {
      sha256,
      etag: said.etag,
      lastModified: settled(said.lastModified, Date.now()),
    };
    if (entry.etag === null && entry.lastModified === null) return;
    await this.#write(pictureName(sha256), bytes);
    await this.#write(addressName(address), new TextEncoder().encode(JSON.stringify(entry)));
  }

  /** The reading that `readerKey` (who reads, and how) made of a picture, as it was given to `putReading`. */
  async getReading(sha256: string, readerKey: string): Promise<string | null> {
    const text = await this.#read(readingName(sha256, readerKey));
    return text === null ? null : new TextDecoder().decode(text);
  }

  async putReading(sha256: string, readerKey: string, reading: string): Promise<void> {
    await this.#write(readingName(sha256, readerKey), new TextEncoder().encode(reading));
  }

  /** The hashes of the pictures that are kept under these addresses, however they were signed. */
  async hashesUnder(addresses: readonly string[]): Promise<string[]> {
    const names = addresses.filter((address) => URL.canParse(address)).map(addressName);
    const found = await Promise.all(names.map((name) => this.#knownUnder(name)));
    return [...new Set(found.flatMap((each) => (each === null ? [] : [each.sha256])))];
  }

  /** How much is kept of the pictures with these hashes. */
  async count(sha256s: readonly string[]): Promise<Kept> {
    const names = await this.#namesOf(sha256s);
    return { pictures: names.pictures.length, readings: names.readings.length };
  }

  /**
   * Deletes the pictures with these hashes, what says under which addresses they came, and all readings of them. Says how
   * much that was. Rejects when one of them cannot be deleted.
   */
  async forget(sha256s: readonly string[]): Promise<Kept> {
    const names = await this.#namesOf(sha256s);
    const addresses = await this.#addressesOf(sha256s);
    for (const name of [...names.pictures, ...names.readings, ...addresses]) await this.#files.remove(name);
    return { pictures: names.pictures.length, readings: names.readings.length };
  }

  async #namesOf(sha256s: readonly string[]): Promise<{ pictures: string[]; readings: string[] }> {
    const find = async (kind: string): Promise<string[]> => {
      const found = sha256s.filter(isHash).map(async (sha256) => {
        const names = await this.#namesIn(join(kind, sha256.slice(0, 2)));
        return names.filter((name) => name.includes(`/${sha256}`));
      });
      return (await Promise.all(found)).flat();
    };
    return { pictures: await find("pictures"), readings: await find("readings") };
  }

  /** All entries are looked at: they are found by their address, and lead to a hash. */
  async #addressesOf(sha256s: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const folder of await this.#namesIn("addresses")) {
      for (const name of await this.#namesIn(folder)) {
        const sha256 = (await this.#knownUnder(name))?.sha256;
        if (sha256 !== undefined && sha256s.includes(sha256)) found.push(name);
      }
    }
    return found;
  }

  /** The names in a folder, with the folder's own; a folder that is not there holds none. */
  async #namesIn(folder: string): Promise<string[]> {
    const names = await readdir(join(this.#settings.folder, folder)).catch(() => []);
    return names.map((name) => join(folder, name));
  }

  async #knownUnder(name: string): Promise<z.infer<typeof known> | null> {
    const entry = await this.#read(name);
    const parsed = entry === null ? null : known.safeParse(JSON.parse(new TextDecoder().decode(entry)));
    return parsed?.data ?? null;
  }

  /**
   * Deletes what is too old or too much. Happens by itself when much is kept; call it from time to time so that
   * age counts in quiet hours, too.
   */
  async sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
    await this.#sweeping;
  }

  /** Resolves when nothing goes on in the background. */
  async idle(): Promise<void> {
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    const { folder } = this.#settings;
    try {
      this.#bytes = await sweep(folder, {
        mostBytes: this.#mostBytes,
        mostMilliseconds: (name) => this.#mostMilliseconds(name),
      });
    } catch (error) {
      this.#warn(error);
    }
  }

  /** How old a file may be. Where nothing is kept none is young enough, whatever the clock said when it was written. */
  #mostMilliseconds(name: string): number {
    const { hours, readingHours } = this.#settings;
    const most = isReading(name) ? Math.min(hours, readingHours) : hours;
    return most === 0 ? Number.NEGATIVE_INFINITY : most * 3_600_000;
  }

  #keeps(name: string): boolean {
    return this.#mostMilliseconds(name) > 0;
  }

  async #read(name: string): Promise<Uint8Array | null> {
    if (!this.#keeps(name)) return null;
    try {
      return await this.#files.read(name);
    } catch (error) {
      this.#warn(error);
      return null;
    }
  }

  async #write(name: string, content: Uint8Array): Promise<void> {
    if (!this.#keeps(name) || content.length > this.#mostBytes) return;
    try {
      const written = await this.#files.write(name, content);
      if (this.#bytes !== null) this.#bytes += written;
      // Nobody waits for it. Replaced files are counted twice until then, which only makes it come early.
      if (this.#bytes === null || this.#bytes > this.#mostBytes) void this.sweep();
    } catch (error) {
      this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const detail = error instanceof Error && "code" in error ? String(error.code) : String(error);
    this.#settings.warn(
      `The picture cache ${this.#settings.folder} cannot be used (${detail}); pictures are fetched and read each time. Check the disk and DATA_DIR.`,
    );
  }
}

/** The SHA-256 of bytes or text, in hex. */
export function sha256Of(content: Uint8Array | string): string {
  return new Bun.CryptoHasher("sha256").update(content).digest("hex");
}

/**
 * A date of change counts whole seconds: an object that was overwritten within the same one keeps it. Only a date
 * that lies a minute back is a sure sign (RFC 9110, 8.8.2.2).
 */
function settled(lastModified: string | null, now: number): string | null {
  return lastModified !== null && now - Date.parse(lastModified) >= 60_000 ? lastModified : null;
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

// Names hold hashes only: an address would tell whose picture it is.
function addressName(address: string): string {
  return named("addresses", sha256Of(addressKey(address)));
}
function pictureName(sha256: string): string {
  return named("pictures", sha256);
}
function readingName(sha256: string, readerKey: string): string {
  return `${named("readings", sha256)}.${sha256Of(readerKey).slice(0, 32)}`;
}
function isReading(name: string): boolean {
  return name.startsWith("readings/");
}
function named(kind: string, sha256: string): string {
  return join(kind, sha256.slice(0, 2), sha256);
}
