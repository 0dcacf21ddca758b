import type { Messages } from "../redis/messages.ts";
import type { KeysInForce } from "./keys-in-force.ts";
import type { Log } from "./log.ts";
import type { SharedKeys } from "./shared-keys.ts";

/** How often is looked without having been told, in milliseconds: a message may be lost while a connection is. */
const interval = 5000;

interface Options {
  readonly keys: SharedKeys;
  readonly messages: Messages;
  readonly inForce: KeysInForce;
  readonly log: Log;
  /** Hears that there are others. */
  readonly onChange: () => void;
}

/**
 * Has the keys of all instances in force here: at once when somebody tells of a change, and within seconds in any case. While the
 * server is away those that are known count.
 */
export class SharedKeyWatch {
  readonly #with: Options;
  #version: number | null = null;
  #looking: Promise<void> | null = null;
  #isAsked = false;
  #timer: Timer | undefined;

  constructor(options: Options) {
    this.#with = options;
  }

  /** Resolves when the keys are in force that there are now. Rejects with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED`. */
  async start(): Promise<void> {
    await this.#look();
    const look = (): void => this.#ask();
    this.#with.messages.on("keys-changed", { hear: look, onAgain: look });
    this.#timer = setInterval(look, interval);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** What is asked for while somebody looks is looked for once more. */
  #ask(): void {
    this.#isAsked = true;
    this.#looking ??= this.#lookAll().finally(() => {
      this.#looking = null;
    });
  }

  async #lookAll(): Promise<void> {
    while (this.#isAsked) {
      this.#isAsked = false;
      // Where the server is away others say so; it is looked again soon.
      await this.#look().catch(() => {});
    }
  }

  async #look(): Promise<void> {
    const { keys, inForce, log, onChange } = this.#with;
    const read = await keys.read(this.#version);
    if (read === null) return;
    const isFirst = this.#version === null;
    this.#version = read.version;
    const names = inForce.share(read.keys);
    if (read.version > 0) inForce.close();
    if (names.length > 0)
      log.warn(
        { keys: names },
        "keys of the settings have the names of ones that instances share: those of the settings count",
      );
    if (read.odd.length > 0)
      log.warn(
        { keys: read.odd },
        "keys that instances share were made by a newer version, and are not let in",
      );
    if (isFirst) return;
    log.info({ keys: read.keys.map(({ name }) => name) }, "the keys that instances share have changed");
    onChange();
  }
}
