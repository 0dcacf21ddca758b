import { hash } from "node:crypto";
import { z } from "zod";
import type { Calls } from "../redis/calls.ts";
import { number } from "../redis/replies.ts";
import { script } from "../redis/script.ts";
import type { Soon } from "./sessions.ts";
import { StateFile } from "./state-file.ts";

/** Pairs of a name and an address that are remembered; of more, those that signed in longest ago are forgotten. */
const mostKnown = 1000;
/** Bytes of their file: as many hashes have less than half of that. */
const mostBytes = 200_000;

/**
 * From where who has signed in: a stranger who tries a name, or many, does not keep its owner out there. Only hashes are
 * kept, over a restart, too.
 */
export interface KnownPlaces {
  has(name: string, address: string): Soon<boolean>;
  remember(name: string, address: string): Soon<void>;
}

/** Those of this instance alone, in a file. */
export class FolderKnownPlaces implements KnownPlaces {
  readonly #file: Pick<StateFile<string>, "read" | "write">;
  /** The one that signed in last is the last one. */
  readonly #known: Set<string>;

  constructor(file: Pick<StateFile<string>, "read" | "write">) {
    this.#file = file;
    this.#known = new Set(file.read());
  }

  has(name: string, address: string): boolean {
    return this.#known.has(hashOf(name, address));
  }

  remember(name: string, address: string): void {
    const place = hashOf(name, address);
    this.#known.delete(place);
    this.#known.add(place);
    for (const oldest of this.#known) if (this.#known.size > mostKnown) this.#known.delete(oldest);
    this.#file.write([...this.#known]);
  }
}

const ask = script(["return {'ok', call('ZSCORE', key('known-places'), ask.place) and 1 or 0}"]);
const note = script([
  `
call('ZADD', key('known-places'), now, ask.place)
call('ZREMRANGEBYRANK', key('known-places'), 0, -${mostKnown + 1})
return {'ok'}
`,
]);

/** Those of all instances. Methods reject with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED`. */
export class SharedKnownPlaces implements KnownPlaces {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  async has(name: string, address: string): Promise<boolean> {
    const { rest } = await this.#calls.run(ask, { place: hashOf(name, address) });
    return number(rest[0]) === 1;
  }

  async remember(name: string, address: string): Promise<void> {
    await this.#calls.run(note, { place: hashOf(name, address) });
  }
}

/** Where they are kept. */
export function knownPlacesFile(path: string, warn: (sentence: string) => void): StateFile<string> {
  return new StateFile({
    path,
    schema: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(mostKnown),
    mostBytes,
    warn,
    lost: "nobody is known to have signed in from where he is",
    unkept: "from where somebody signed in is forgotten at a restart",
  });
}

function hashOf(name: string, address: string): string {
  return hash("sha256", JSON.stringify([name, address]), "hex");
}
