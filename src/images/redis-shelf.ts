import { OcrEcoError } from "../errors.ts";
import { Connection, type Reply, type Server } from "../redis/connection.ts";
import { isOfConnection } from "../redis/failures.ts";
import { list, number, texts } from "../redis/replies.ts";
import { evaluate, plainScript, type Script } from "../redis/script.ts";
import { sealed, unsealed } from "./checked-files.ts";
import type { Shelf, ShelfLimits } from "./shelf.ts";

/** How long an answer is waited for, in milliseconds: a picture that has to be loaded again takes hardly longer. */
const patience = 2000;
/** After a failure nothing is asked for so long, in milliseconds: whoever reads pictures does not wait for a server that is away. */
const usualPause = 5000;
/** Names in one answer. */
const page = 1000;

/**
 * What is kept, beside the pieces themselves, each under a key of its own that ends by itself: their sizes, when each was used
 * last and when each ends, the names in their order, and all bytes together. Where the server has thrown away some of that, the
 * rest still ends by itself.
 */
const beginning = `
local call = redis.call
local tag = KEYS[1]
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function drop(name)
  call('UNLINK', tag .. '/' .. name)
  local size = tonumber(call('HGET', tag .. ':sizes', name) or 0)
  call('HDEL', tag .. ':sizes', name)
  for _, index in ipairs({':used', ':ends', ':names'}) do call('ZREM', tag .. index, name) end
  if call('DECRBY', tag .. ':bytes', size) < 0 then call('SET', tag .. ':bytes', 0) end
end

-- So many at most: others wait meanwhile.
local function tidy(most)
  local left = 100
  for _, name in ipairs(call('ZRANGE', tag .. ':ends', '-inf', now, 'BYSCORE', 'LIMIT', 0, left)) do
    drop(name)
    left = left - 1
  end
  while left > 0 and tonumber(call('GET', tag .. ':bytes') or 0) > most do
    local name = call('ZRANGE', tag .. ':used', 0, 0)[1]
    if not name then call('SET', tag .. ':bytes', 0) break end
    drop(name)
    left = left - 1
  end
  return left == 0 and 1 or 0
end
`;

function script(lines: string, takesRoom = false): Script {
  return plainScript([beginning, lines], takesRoom);
}

/** ARGV: name, content, milliseconds until it ends, bytes that may be kept. */
const write = script(
  `
local name, ends = ARGV[1], tonumber(ARGV[3])
drop(name)
call('SET', tag .. '/' .. name, ARGV[2], 'PX', ends)
call('HSET', tag .. ':sizes', name, #ARGV[2])
call('INCRBY', tag .. ':bytes', #ARGV[2])
call('ZADD', tag .. ':used', now, name)
call('ZADD', tag .. ':ends', now + ends, name)
call('ZADD', tag .. ':names', 0, name)
return tidy(tonumber(ARGV[4]))
`,
  true,
);
/** ARGV: name, whether that counts as a use. */
const read = script(`
local content = call('GET', tag .. '/' .. ARGV[1])
if content and ARGV[2] == '1' then call('ZADD', tag .. ':used', 'XX', now, ARGV[1]) end
return content
`);
/** ARGV: names. */
const remove = script("for _, name in ipairs(ARGV) do drop(name) end return 0");
/** ARGV: bytes that may be kept. */
const tidy = script("return tidy(tonumber(ARGV[1]))");

/** On a Redis server, for all instances that are given the same: each piece ends by itself, in the server's time. */
export class RedisShelf implements Shelf {
  readonly #connection: Connection;
  /** What all keys begin with. */
  readonly #tag: string;
  readonly #limits: ShelfLimits;
  readonly #mostBytes: number;
  readonly #pause: number;
  #notBefore = 0;

  /** `prefix`, in braces, is what all keys of an installation begin with, and `name` what this one adds; `pause` is set by tests alone. */
  constructor(server: Server, prefix: string, name: string, limits: ShelfLimits, pause = usualPause) {
    this.#pause = pause;
    this.#connection = new Connection(server);
    this.#tag = `${prefix}:${name}`;
    this.#limits = limits;
    this.#mostBytes = limits.mostMegabytes * 1e6;
  }

  get place(): string {
    return `in ${this.#connection.name}`;
  }

  async read(name: string): Promise<Uint8Array | null> {
    if (this.#limits.mostMilliseconds(name) < 0) return null;
    return this.#opened(name, await this.#run(read, [name, this.#limits.notesUse ? "1" : "0"]));
  }

  async readAll(names: readonly string[]): Promise<(Uint8Array | null)[]> {
    if (names.length === 0) return [];
    const found = list(await this.#ask("MGET", ...names.map((name) => this.#key(name))));
    return Promise.all(names.map((name, index) => this.#opened(name, found[index] ?? null)));
  }

  async has(name: string): Promise<boolean> {
    return number(await this.#ask("EXISTS", this.#key(name))) === 1;
  }

  async write(name: string, content: Uint8Array, at = new Date()): Promise<void> {
    const left = Math.round(at.getTime() + this.#limits.mostMilliseconds(name) - Date.now());
    if (!(left > 0) || content.length > this.#mostBytes) return;
    await this.#run(write, [name, sealed(name, content), String(left), String(this.#mostBytes)]);
  }

  async letGo(name: string): Promise<void> {
    await this.#ask("ZADD", `${this.#tag}:used`, "XX", 0, name);
  }

  async remove(name: string): Promise<void> {
    await this.#run(remove, [name]);
  }

  async namesFrom(start: string): Promise<string[]> {
    const all: string[] = [];
    for (let from = `[${start}`; ; from = `(${all.at(-1)}`) {
      const [index, until] = [`${this.#tag}:names`, `[${start}\u{7f}`];
      const some = texts(await this.#ask("ZRANGE", index, from, until, "BYLEX", "LIMIT", 0, page));
      all.push(...some);
      if (some.length < page) return all;
    }
  }

  async bytes(): Promise<number> {
    const bytes = await this.#ask("GET", `${this.#tag}:bytes`);
    return bytes === null ? 0 : Number(String(bytes));
  }

  async sweep(): Promise<void> {
    // In small steps, since others wait meanwhile.
    while (number(await this.#run(tidy, [String(this.#mostBytes)])) === 1);
  }

  async idle(): Promise<void> {}

  close(): void {
    this.#connection.close();
  }

  #key(name: string): string {
    return `${this.#tag}/${name}`;
  }

  /** What is damaged, or somebody else's, is nothing. */
  async #opened(name: string, content: Reply): Promise<Uint8Array | null> {
    if (!Buffer.isBuffer(content)) return null;
    const opened = unsealed(name, content);
    if (opened === null) await this.remove(name);
    return opened;
  }

  #run(which: Script, values: readonly (string | Buffer)[]): Promise<Reply> {
    return evaluate(which, this.#tag, values, (command, ...rest) => this.#ask(command, ...rest));
  }

  /** Rejects with `CACHE_UNREACHABLE`, or with what the server says, by its first word alone: the rest may hold an address. */
  async #ask(command: string, ...values: readonly (string | Buffer | number)[]): Promise<Reply> {
    if (performance.now() < this.#notBefore) throw this.#unreachable();
    const { promise: late, reject } = Promise.withResolvers<never>();
    late.catch(() => {});
    const timer = setTimeout(() => reject(this.#unreachable()), patience);
    try {
      await this.#connection.ready(performance.now() + patience);
      return await Promise.race([this.#connection.send(command, ...values), late]);
    } catch (error) {
      const { message } = error as Error;
      if (message.startsWith("NOSCRIPT")) throw new Error("NOSCRIPT");
      if (error instanceof OcrEcoError || isOfConnection(error)) {
        this.#notBefore = performance.now() + this.#pause;
        throw this.#unreachable();
      }
      const [word = ""] = message.split(" ");
      throw Object.assign(new Error(`${this.#connection.name} refuses: ${word}`), { code: word });
    } finally {
      clearTimeout(timer);
    }
  }

  #unreachable(): OcrEcoError {
    return new OcrEcoError(
      "CACHE_UNREACHABLE",
      `The ${this.#connection.name} that keeps pictures does not answer. See whether it runs, and whether CACHE_URL (redis+cluster:// for a cluster) and CACHE_PASSWORD are right; a service that runs goes on by itself when it answers.`,
    );
  }
}
