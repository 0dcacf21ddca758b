import type { Calls } from "../redis/calls.ts";
import { orNull, text, texts } from "../redis/replies.ts";
import { script } from "../redis/script.ts";
import { lineOf, parseUser, type User, type Users } from "./users.ts";

const readOne = script(["return {'ok', call('HGET', key('users'), ask.name)}"]);
const readAll = script(["return {'ok', call('HVALS', key('users'))}"]);

/** One who is there gives way to `was` alone: nobody undoes what somebody else did meanwhile. */
const writeOne = script(
  [
    `
local kept = call('HGET', key('users'), ask.name)
if kept == ask.line then return {'ok'} end
if kept ~= (ask.was or false) then return {'changed'} end
call('HSET', key('users'), ask.name, ask.line)
return {'ok'}
`,
  ],
  true,
);
const removeOne = script(["call('HDEL', key('users'), ask.name)\nreturn {'ok'}"]);

/** The users of all instances. Methods reject with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED`. */
export class SharedUsers implements Users {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  async called(name: string): Promise<User | null> {
    const { rest } = await this.#calls.run(readOne, { name });
    const line = orNull(rest[0], text);
    return line === null ? null : parseUser(line);
  }

  /** All of them, by their names. */
  async all(): Promise<User[]> {
    const { rest } = await this.#calls.run(readAll);
    return texts(rest[0])
      .map(parseUser)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Keeps a user in the place of `was`, `null` for nobody; false where somebody else is there by now. */
  async put(user: User, was: User | null): Promise<boolean> {
    const asked = { name: user.name, line: lineOf(user), ...(was === null ? {} : { was: lineOf(was) }) };
    const { word } = await this.#calls.run(writeOne, asked);
    return word === "ok";
  }

  async remove(name: string): Promise<void> {
    await this.#calls.run(removeOne, { name });
  }
}
