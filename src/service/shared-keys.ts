import type { ApiKey } from "../config/keys.ts";
import { parseKeysFile } from "../config/read-keys.ts";
import type { Calls } from "../redis/calls.ts";
import { number, texts } from "../redis/replies.ts";
import { script } from "../redis/script.ts";

/** `keys`: lines as a file of keys has them, by their names. `keys-version` grows with each change. */
const changed = `
local function tell()
  call('PUBLISH', key('keys-changed'), call('INCR', key('keys-version')))
end
`;

const addOne = script(
  [
    changed,
    `
local kept = call('HGET', key('keys'), ask.name)
if kept == ask.line then return {'ok'} end
if kept then return {'exists'} end
call('HSET', key('keys'), ask.name, ask.line)
tell()
return {'ok'}
`,
  ],
  true,
);

const removeOne = script([
  changed,
  "if call('HDEL', key('keys'), ask.name) == 1 then tell() end\nreturn {'ok'}",
]);

const readAll = script([
  `
local version = tonumber(call('GET', key('keys-version')) or 0)
if version == ask.known then return {'same'} end
return {'ok', version, call('HVALS', key('keys'))}
`,
]);

/** Where the keys that all instances let in are kept: their hashes. Methods reject with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED`. */
export class SharedKeys {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /**
   * All of them, by their names, and the number of changes that led there; `null` where that is the one that is known.
   * `odd` has what cannot be understood, because a newer program made it.
   */
  async read(known: number | null = null): Promise<Read | null> {
    const { word, rest } = await this.#calls.run(readAll, known === null ? {} : { known });
    if (word === "same") return null;
    const odd: string[] = [];
    const keys = texts(rest[1]).flatMap((line) => {
      try {
        return parseKeysFile(line);
      } catch {
        odd.push(line.slice(0, line.indexOf(":")));
        return [];
      }
    });
    return {
      version: number(rest[0]),
      keys: keys.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
      odd,
    };
  }

  /** Keeps one more, as a line of a file of keys; false where another one has its name. */
  async add(name: string, line: string): Promise<boolean> {
    const { word } = await this.#calls.run(addOne, { name, line });
    return word === "ok";
  }

  async remove(name: string): Promise<void> {
    await this.#calls.run(removeOne, { name });
  }
}

interface Read {
  readonly version: number;
  readonly keys: readonly ApiKey[];
  readonly odd: readonly string[];
}
