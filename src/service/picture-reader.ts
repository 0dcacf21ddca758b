import { commit, version } from "../build-info.ts";
import { toFailure } from "../errors.ts";
import type { AddressGuard } from "../images/address-guard.ts";
import { type LoadedPicture, loadPicture } from "../images/load-picture.ts";
import { type PictureCache, sha256Of } from "../images/picture-cache.ts";
import type { DownloadLimits } from "../images/source.ts";
import type { EngineChoice } from "../reading/engines/choose.ts";
import { type ReadOptions, receiptAt } from "../reading/options.ts";
import type { PartTime } from "../reading/part-times.ts";
import type { Reading } from "../reading/reading.ts";
import { isOfReceipt, receiptSignals } from "../reading/signals/times.ts";
import { partOf, type Span } from "../trace-context.ts";
import { withoutQuery } from "../without-query.ts";
import type { ReadRequest, WorkerPool } from "../workers/pool.ts";
import type { ServiceEvents } from "./events.ts";

export interface PictureReaderOptions {
  readonly pool: WorkerPool;
  readonly cache: PictureCache;
  readonly guard: AddressGuard;
  readonly limits: DownloadLimits;
  readonly engines: EngineChoice;
  readonly timeZone: string;
  readonly options: Omit<ReadOptions, "received">;
  /** Are told of each picture that is loaded or read. */
  readonly events: ServiceEvents;
}

interface Picture {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** How somebody waits for a reading. */
interface Waiting extends Pick<ReadRequest, "urgent" | "waitSeconds"> {
  /** What it is a part of; left out, nobody records it. */
  readonly span?: Span | null;
}

/** Loads and reads pictures, each one once: what is known of a picture is kept beside it. */
export class PictureReader {
  readonly #with: PictureReaderOptions;
  /** Whatever else decides what is made of a picture: a reading of another program is not taken. */
  readonly #reader: string;

  constructor(options: PictureReaderOptions) {
    this.#with = options;
    this.#reader = JSON.stringify([version, commit(), options.engines, options.options]);
  }

  /**
   * Reads the picture at an address. `received` is when its report came in; `onLoaded` gets the picture when it is here. Rejects with what `loadPicture` and the
   * workers reject with.
   */
  async readAddress(
    address: string,
    received: Date,
    { onLoaded, ...waiting }: Waiting & { readonly onLoaded?: (bytes: Uint8Array) => void } = {},
  ): Promise<Reading> {
    const { guard, limits, cache, events } = this.#with;
    const step = this.#begin("load", waiting);
    const {
      bytes,
      sha256,
      fromCache: isKnown,
    } = await loadPicture(address, { guard, limits, cache }).catch(step.failed);
    events.emit({ type: "picture-loaded", isKnown, bytes: bytes.length, ...step.took() });
    onLoaded?.(bytes);
    return this.#readOnce({ name: withoutQuery(address), bytes, sha256 }, received, waiting);
  }

  /** Reads a picture that is at hand. `name` is what failures call it; `isKept` is whether its reading may be. */
  readBytes(
    name: string,
    bytes: Uint8Array,
    received: Date,
    waiting: Waiting,
    isKept = true,
  ): Promise<Reading> {
    return this.#readOnce({ name, bytes, sha256: sha256Of(bytes) }, received, waiting, isKept);
  }

  /** A picture as every browser shows it, whatever format it has. Rejects with what the workers reject with. */
  view(name: string, bytes: Uint8Array, waitSeconds: number): Promise<Uint8Array> {
    return this.#with.pool.view(name, bytes, waitSeconds);
  }

  /**
   * What is kept of a picture that came from an address, and of what was made of it when its report came in; `null` for
   * what is kept no more, or is another picture's by now.
   */
  async kept(
    address: string,
    sha256: string,
    received: Date,
  ): Promise<{ readonly bytes: Uint8Array | null; readonly reading: Reading | null }> {
    const { cache } = this.#with;
    const picture = URL.canParse(address) ? await cache.get(address) : null;
    const text = await cache.getReading(sha256, this.#keyOn(received));
    return {
      bytes: picture?.sha256 === sha256 ? picture.bytes : null,
      reading: text === null ? null : (JSON.parse(text) as Reading),
    };
  }

  /** The picture at an address, as it is there now. Rejects with what `loadPicture` rejects with. */
  load(address: string): Promise<LoadedPicture> {
    const { guard, limits, cache } = this.#with;
    return loadPicture(address, { guard, limits, cache });
  }

  /** What a reading is kept under: a date without a year depends on the day. */
  #keyOn(received: Date): string {
    return `${this.#reader} ${receiptAt(received, this.#with.timeZone).day}`;
  }

  /** Forgets the pictures that came from an address, and the one with this hash, with all that was read in them. */
  async forget(address: string, sha256: string | null): Promise<void> {
    const { cache } = this.#with;
    await cache.forget([...(await cache.hashesUnder([address])), ...(sha256 === null ? [] : [sha256])]);
  }

  async #readOnce(
    { name, bytes, sha256 }: Picture,
    at: Date,
    waiting: Waiting,
    isKept = true,
  ): Promise<Reading> {
    const { pool, cache, timeZone, options, events } = this.#with;
    const received = receiptAt(at, timeZone);
    const key = this.#keyOn(at);
    const step = this.#begin("read", waiting);
    const tell = (isKnown: boolean, { engines, app }: Reading, parts: readonly PartTime[] = []): void =>
      events.emit({ type: "picture-read", isKnown, engines, app, parts, ...step.took() });
    const known = await cache.getReading(sha256, key);
    if (known !== null) {
      const reading = JSON.parse(known) as Reading;
      tell(true, reading);
      // Signals and time are those of this picture, not of the first copy of it.
      const timeless = reading.signals.filter((signal) => !isOfReceipt(signal));
      return {
        ...reading,
        signals: options.signals ? [...receiptSignals(reading, received), ...timeless] : [],
        milliseconds: Math.round(step.took().milliseconds),
      };
    }
    const { reading, isHurried, parts } = await pool
      .read(name, bytes, { ...waiting, options: { ...options, received } })
      .catch(step.failed);
    tell(false, reading, parts);
    if (isKept && !isHurried) await cache.putReading(sha256, key, JSON.stringify(reading));
    return reading;
  }

  /** Begins to time a step of a picture's reading. */
  #begin(step: "load" | "read", { span: of = null }: Waiting) {
    const began = performance.now();
    const span = of === null ? null : partOf(of);
    const took = () => ({ milliseconds: performance.now() - began, span });
    const failed = (error: unknown): never => {
      this.#with.events.emit({ type: "picture-failed", step, code: toFailure(error).code, ...took() });
      throw error;
    };
    return { took, failed };
  }
}
