import { hash } from "node:crypto";
import { z } from "zod";
import { StateFile } from "./state-file.ts";

/** Pairs of a name and an address that are remembered; of more, those that signed in longest ago are forgotten. */
const mostKnown = 1000;
/** Bytes of their file: as many hashes have less than half of that. */
const mostBytes = 200_000;

/**
 * From where who has signed in: a stranger who tries a name, or many, does not keep its owner out there. Only hashes are
 * kept, over a restart, too.
 */
export class KnownPlaces {
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
