import type { Calls } from "../redis/calls.ts";
import type { Reply } from "../redis/connection.ts";
import { number, orNull, text } from "../redis/replies.ts";
import { script } from "../redis/script.ts";
import { hashed, isToken, newToken } from "./cookie-value.ts";
import { sessionRows } from "./lua.ts";
import { type Session, sessionSchema } from "./session.ts";
import { type Found, type Sessions, sessionRules } from "./sessions.ts";
import { parseUser, type User } from "./users.ts";

const { mostHours, rotationMinutes, graceSeconds, most, mostOfOne } = sessionRules;

/** Also where the server has no memory left: there are few of them, and somebody has to see why. */
const beginOne = script([
  sessionRows,
  `
local name, who = key('session', ask.session), ask.by .. ' ' .. ask.name
if call('EXISTS', name) == 1 then return {'ok', told(ask.session)} end
sweep()
for _ = ${mostOfOne}, call('ZCARD', key('sessions-of', who)) do
  drop(call('ZRANGE', key('sessions-of', who), 0, 0)[1])
end
-- Nobody pushes out others: where all places are taken, the one who has most of them gives one.
if call('ZCARD', key('sessions')) >= ${most} then
  local greatest = call('ZREVRANGE', key('session-people'), 0, 0)[1]
  drop(call('ZRANGE', key('sessions-of', greatest), 0, 0)[1])
end
local ends = now + ${mostHours * 3_600_000}
call('HSET', name, 'name', ask.name, 'by', ask.by, 'role', ask.role, 'proof', ask.proof, 'csrf', ask.csrf,
  'startedAt', now, 'endsAt', ends, 'who', who, 'hash', ask.hash, 'madeAt', now, 'isSeen', 1)
call('HSET', key('session-values'), ask.hash, ask.session)
call('ZADD', key('sessions'), ends, ask.session)
call('ZADD', key('sessions-of', who), call('INCR', key('session-count')), ask.session)
call('ZADD', key('session-people'), call('ZCARD', key('sessions-of', who)), who)
return {'ok', told(ask.session)}
`,
]);

const findOne = script([
  sessionRows,
  `
local kept = recall()
if kept then return kept end
local id = call('HGET', key('session-values'), ask.hash)
if not id then return {'none'} end
local name = key('session', id)
local row = call('HMGET', name, 'hash', 'madeAt', 'isSeen', 'before', 'until', 'endsAt')
if now >= tonumber(row[6]) then
  drop(id)
  return {'none'}
end
local age, isDue = now - row[2], 0
if row[1] == ask.hash then
  if row[3] == '0' then
    call('HSET', name, 'isSeen', 1)
    if row[4] then call('HSET', name, 'until', now + ${graceSeconds * 1000}) end
  end
  if age > ${rotationMinutes * 60_000} then isDue = 1 end
elseif row[5] and now > tonumber(row[5]) then
  local answer = remember({'reuse', told(id)})
  drop(id)
  return answer
elseif row[3] == '0' and age > ${graceSeconds * 1000} then
  -- The answer with the new value may have been lost: another one takes its place after a while.
  isDue = 1
end
return {'ok', told(id), isDue}
`,
]);

/** Only where nobody else has replaced the value meanwhile: of two requests at the same time one brings the new cookie. */
const renewOne = script([
  sessionRows,
  `
local name = key('session', ask.session)
local row = call('HMGET', name, 'hash', 'isSeen', 'before')
if row[1] == ask.next then return {'ok'} end
if row[1] ~= ask.was then return {'no'} end
if row[2] == '1' then
  if row[3] then call('HDEL', key('session-values'), row[3]) end
  call('HSET', name, 'before', row[1])
  call('HDEL', name, 'until')
else
  -- One that has not come back was lost with its answer: the one before it stays.
  call('HDEL', key('session-values'), row[1])
end
call('HSET', name, 'hash', ask.next, 'madeAt', now, 'isSeen', 0)
call('HSET', key('session-values'), ask.next, ask.session)
return {'ok'}
`,
]);

const lookAtOne = script([
  sessionRows,
  `
local ends = call('HGET', key('session', ask.session), 'endsAt')
if ends and now < tonumber(ends) then return {'ok', told(ask.session)} end
if ends then drop(ask.session) end
return {'none'}
`,
]);

const endOne = script([sessionRows, "drop(ask.session)\nreturn {'ok'}"]);
const countAll = script([sessionRows, "sweep()\nreturn {'ok', call('ZCARD', key('sessions'))}"]);

interface Options {
  readonly calls: Calls;
  /** Whether who began it may still sign in, as that role; `user` is who is called so now. */
  readonly isStill: (session: Session, user: User | null) => boolean;
  /** Hears of a session that was ended because somebody had a cookie that is no longer in use. */
  readonly onReuse?: (session: Session) => void;
}

/** A session, and its user as users are now. */
interface Told {
  readonly session: Session;
  readonly user: User | null;
}

/**
 * The sessions of all instances, on a server whose clock they are kept by. Users are kept beside them, so one question tells of
 * both: who was removed, or has another password, is signed out everywhere. A key may be known to one instance alone:
 * another one does not let its holder in, and does not end the session either.
 */
export class SharedSessions implements Sessions {
  readonly #with: Options;

  constructor(options: Options) {
    this.#with = options;
  }

  async count(): Promise<number> {
    const { rest } = await this.#with.calls.run(countAll);
    return number(rest[0]);
  }

  async begin(who: Pick<Session, "name" | "by" | "role" | "proof">) {
    const token = newToken();
    const { name, by, role, proof } = who;
    const { rest } = await this.#with.calls.run(beginOne, {
      ...{ name, by, role, proof },
      session: newToken(),
      csrf: newToken(),
      hash: hashed(token),
    });
    return { session: toldOf(rest[0]).session, token };
  }

  async find(token: string): Promise<Found | null> {
    if (!isToken(token)) return null;
    const { word, rest } = await this.#with.calls.run(findOne, { hash: hashed(token) });
    if (word === "none") return null;
    const told = toldOf(rest[0]);
    if (word === "reuse") {
      this.#with.onReuse?.(told.session);
      return null;
    }
    if (!(await this.#goesOn(told))) return null;
    const { session } = told;
    return { session, value: session.current.hash, isDue: number(rest[1]) === 1 };
  }

  async renew({ session, value, isDue }: Found): Promise<string | null> {
    if (!isDue) return null;
    const token = newToken();
    const { word } = await this.#with.calls.run(renewOne, {
      session: session.id,
      was: value,
      next: hashed(token),
    });
    return word === "ok" ? token : null;
  }

  async isOpen(id: string): Promise<boolean> {
    const { word, rest } = await this.#with.calls.run(lookAtOne, { session: id });
    return word === "ok" && this.#goesOn(toldOf(rest[0]));
  }

  async end(id: string): Promise<void> {
    await this.#with.calls.run(endOne, { session: id });
  }

  async #goesOn({ session, user }: Told): Promise<boolean> {
    if (this.#with.isStill(session, user)) return true;
    if (session.by === "password") await this.end(session.id);
    return false;
  }
}

function toldOf(reply: Reply | undefined): Told {
  const row = reply as readonly Reply[];
  const texts = row.map((each) => orNull(each, text));
  const [
    user = null,
    id,
    name,
    by,
    role,
    proof,
    csrf,
    startedAt,
    endsAt,
    hash,
    madeAt,
    isSeen,
    before,
    until,
  ] = texts;
  const session = sessionSchema.parse({
    ...{ id, name, by, role, proof, csrf, startedAt: Number(startedAt), endsAt: Number(endsAt) },
    current: { hash, madeAt: Number(madeAt), isSeen: isSeen === "1" },
    before: before == null ? null : { hash: before, until: until == null ? null : Number(until) },
  });
  return { session, user: user === null ? null : parseUser(user) };
}
