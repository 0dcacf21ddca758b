import { join } from "node:path";
import { z } from "zod";
import { addressKey } from "./address-key.ts";
import type { FetchedPicture, Validators } from "./fetch-picture.ts";
import type { Shelf } from "./shelf.ts";

interface CacheSettings extends Ages {
  readonly shelf: Shelf;
  /** Is told, in a sentence, when nothing can be kept; once until something can again. */
  readonly warn: (sentence: string) => void;
}

/** How long what is kept in hours. */
interface Ages {
  /** Hours that anything is kept; 0 keeps nothing, not even what is there. */
  readonly hours: number;
  /** The same for readings, which hold what stands on the pictures. */
  readonly readingHours: number;
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

/** How many addresses are looked at in one go. */
const atOnce = 200;

/** How old what is kept under a name may be, in milliseconds. Where nothing is kept none is young enough, whatever the clock said when it was written. */
export function cacheAges({ hours, readingHours }: Ages): (name: string) => number {
  return (name) => {
    const most = isReading(name) ? Math.min(hours, readingHours) : hours;
    return most === 0 ? Number.NEGATIVE_INFINITY : most * 3_600_000;
  };
}

/**
 * Pictures by address and readings by picture. It only ever saves work: what is damaged, old or cannot be read is a miss, and
 * a shelf that is full or not there means that nothing is kept.
 */
export class PictureCache {
  readonly #shelf: Shelf;
  readonly #mostMilliseconds: (name: string) => number;
  readonly #tell: (sentence: string) => void;
  #warned = false;

  constructor({ shelf, warn, ...ages }: CacheSettings) {
    this.#shelf = shelf;
    this.#mostMilliseconds = cacheAges(ages);
    this.#tell = warn;
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

  /** The hashes of the pictures that are kept under these addresses, however they were signed. Rejects where nobody can say. */
  async hashesUnder(addresses: readonly string[]): Promise<string[]> {
    return this.hashesUnderHashes(addressHashes(addresses));
  }

  /** The same where addresses are known by their hashes alone, see `addressHashes`. */
  async hashesUnderHashes(hashes: readonly string[]): Promise<string[]> {
    const names = hashes.filter(isHash).map((hash) => named("addresses", hash));
    const found = await Promise.all(names.map(async (name) => parsed(await this.#shelf.read(name))));
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
    for (const name of [...names.pictures, ...names.readings, ...addresses]) await this.#shelf.remove(name);
    return { pictures: names.pictures.length, readings: names.readings.length };
  }

  async #namesOf(sha256s: readonly string[]): Promise<{ pictures: string[]; readings: string[] }> {
    const find = async (kind: string): Promise<string[]> => {
      const found = sha256s.filter(isHash).map((sha256) => this.#shelf.namesFrom(named(kind, sha256)));
      return (await Promise.all(found)).flat();
    };
    const pictures: string[] = [];
    // Not by the index of names alone, of which a server may have thrown away a part.
    for (const sha256 of sha256s.filter(isHash))
      if (await this.#shelf.has(pictureName(sha256))) pictures.push(pictureName(sha256));
    return { pictures, readings: await find("readings") };
  }

  /** All entries are looked at: they are found by their address, and lead to a hash. */
  async #addressesOf(sha256s: readonly string[]): Promise<string[]> {
    const names = await this.#shelf.namesFrom("addresses/");
    const found: string[] = [];
    for (let at = 0; at < names.length; at += atOnce) {
      const some = names.slice(at, at + atOnce);
      for (const [index, entry] of (await this.#shelf.readAll(some)).entries()) {
        const sha256 = parsed(entry)?.sha256;
        if (sha256 !== undefined && sha256s.includes(sha256)) found.push(some[index] ?? "");
      }
    }
    return found;
  }

  async #knownUnder(name: string): Promise<z.infer<typeof known> | null> {
    return parsed(await this.#read(name));
  }

  /** Where it is, for people. */
  get place(): string {
    return this.#shelf.place;
  }

  /** How much is kept, in bytes, of who can say. Rejects where nobody can. */
  ask(): Promise<number> {
    return this.#shelf.bytes();
  }

  /** How much is kept, in bytes; a minute old at most, and 0 where nobody can say. */
  bytes(): Promise<number> {
    return this.#shelf.bytes().catch(() => 0);
  }

  /**
   * Deletes what is too old or too much. Happens by itself when much is kept; call it from time to time so that
   * age counts in quiet hours, too.
   */
  sweep(): Promise<void> {
    return this.#try(() => this.#shelf.sweep(), undefined);
  }

  /** Resolves when nothing goes on in the background. */
  idle(): Promise<void> {
    return this.#shelf.idle();
  }

  #keeps(name: string): boolean {
    return this.#mostMilliseconds(name) > 0;
  }

  async #read(name: string): Promise<Uint8Array | null> {
    return this.#keeps(name) ? this.#try(() => this.#shelf.read(name), null) : null;
  }

  async #write(name: string, content: Uint8Array): Promise<void> {
    if (!this.#keeps(name)) return;
    await this.#try(async () => {
      await this.#shelf.write(name, content);
      this.#warned = false;
    }, undefined);
  }

  /** What goes wrong is told, and nothing is missed but time. */
  async #try<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#warn(error);
      return otherwise;
    }
  }

  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const detail = error instanceof Error && "code" in error ? String(error.code) : String(error);
    this.#tell(
      `The picture cache ${this.#shelf.place} cannot be used (${detail}); pictures are fetched and read each time. See whether it is there, and has room.`,
    );
  }
}

function parsed(entry: Uint8Array | null): z.infer<typeof known> | null {
  const result = entry === null ? null : known.safeParse(JSON.parse(new TextDecoder().decode(entry)));
  return result?.data ?? null;
}

/** The SHA-256 of bytes or text, in hex. */
export function sha256Of(content: Uint8Array | string): string {
  return new Bun.CryptoHasher("sha256").update(content).digest("hex");
}

/** What addresses are known by to who must not know them: SHA-256, in hex, however they were signed. What is no address has none. */
export function addressHashes(addresses: readonly string[]): string[] {
  const known = addresses.filter((address) => URL.canParse(address));
  return [...new Set(known.map((address) => sha256Of(addressKey(address))))];
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
