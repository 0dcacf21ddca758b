import type { Answer, Calls } from "../redis/calls.ts";
import { number } from "../redis/replies.ts";
import { script } from "../redis/script.ts";
import { type Breaker, breakerRules } from "./breaker.ts";

const { failures, pauseMilliseconds, mostPauseMilliseconds, jitter } = breakerRules;

/** How long the server may take to say whether something may be sent, in milliseconds. */
const usualPatience = 1000;
/** How long is sent without asking once the destination was well, in milliseconds. */
const freshness = 1000;
/** How long what was learnt is kept when nobody asks any more, in milliseconds. */
const keptFor = 3_600_000;

/**
 * `breaker:<environment>`: failures in a row; while it is down, the pause and when a probe may start (probeAt); who
 * probes, and until when he must have said what came of it. The time that a probe may start is never further away
 * than a pause, also where the clock was set back.
 */
const breaker = `
local name = key('breaker', ask.environment)
local row = call('HMGET', name, 'failures', 'pause', 'probeAt', 'prober', 'until')
local inRow, pause, probeAt, prober = tonumber(row[1]) or 0, tonumber(row[2]), tonumber(row[3]), row[4]
if probeAt then probeAt = math.min(probeAt, now + pause * ${1 + jitter}) end
-- Whoever is silent for longer than his attempt may take is gone.
local ends = prober and math.min(tonumber(row[5]), now + ask.probe)
if ends and ends <= now then prober = false end

local function spare(length)
  pause, probeAt, prober = length, now + length * (${1 - jitter} + ${2 * jitter} * ask.chance), false
  call('HSET', name, 'failures', inRow, 'pause', pause, 'probeAt', probeAt)
  call('HDEL', name, 'prober', 'until')
  call('PEXPIRE', name, ${keptFor})
end

-- How much is wrong with it, and how long until it may be asked for again; less than 0 for the one who probes.
local function state()
  local wait = 0
  if prober == ask.from then wait = -1
  elseif prober then wait = math.ceil(ends - now)
  elseif probeAt then wait = math.max(0, math.ceil(probeAt - now)) end
  return {inRow, pause and 1 or 0, wait}
end
`;

const look = script([breaker, "return {'ok', state()}"]);

const admitSome = script([
  breaker,
  `
local admitted = ask.free
if pause and prober == ask.from and ask.again then admitted = 1
elseif pause and (prober or now < probeAt) then admitted = 0
elseif pause then
  admitted = 1
  prober = ask.from
  call('HSET', name, 'prober', prober, 'until', now + ask.probe)
end
return {'ok', state(), admitted}
`,
]);

const giveProbeBack = script([
  breaker,
  "if prober == ask.from then call('HDEL', name, 'prober', 'until') prober = false end\nreturn {'ok', state()}",
]);

const noteEnd = script([
  breaker,
  `
local kept = recall()
if kept then return kept end
local wasOpen = pause
if ask.success then
  call('DEL', name)
  inRow, pause, probeAt, prober = 0, nil, nil, false
  if wasOpen then
    -- All that deliver may go on.
    call('PUBLISH', key('work'), 'deliveries:' .. ask.environment .. ' ' .. ask.id)
    return remember({'ok', state(), 'closed'})
  end
  return {'ok', state(), ''}
end
inRow = inRow + 1
call('HSET', name, 'failures', inRow)
call('PEXPIRE', name, ${keptFor})
if not wasOpen then
  if inRow >= ${failures} then spare(${pauseMilliseconds}) end
elseif prober == ask.from then
  spare(math.min(2 * pause, ${mostPauseMilliseconds}))
end
-- Otherwise it began before the pause, and says nothing new.
return remember({'ok', state(), not wasOpen and pause and 'opened' or ''})
`,
]);

interface Options {
  readonly calls: Calls;
  readonly environment: string;
  /** How long an attempt may take, in milliseconds: whoever probes and says nothing for so long is gone. */
  readonly probeMilliseconds: number;
  /** From 0 to 1, so that pauses differ. */
  readonly random?: () => number;
  /** Milliseconds that the server has for an answer. */
  readonly patience?: number;
}

/** What is known of the destination since it was asked about last. */
interface Known {
  readonly at: number;
  readonly failures: number;
  readonly isOpen: boolean;
  /** Milliseconds from then; less than 0 while this instance probes. */
  readonly wait: number;
}

/**
 * One breaker for all instances: what one learnt of a destination spares it for all, and one of them probes; if that is gone,
 * another one does. Where the server cannot be asked all is well: then nothing can be claimed there either.
 */
export class SharedBreaker implements Breaker {
  readonly #with: Options;
  readonly #calls: Calls;
  #known: Known | null = null;

  constructor(options: Options) {
    this.#with = options;
    this.#calls = options.calls.within(options.patience ?? usualPatience);
  }

  async admit(free: number): Promise<number> {
    if (free === 0 || this.#isWell()) return free;
    const answer = await this.#run(admitSome, { free });
    return answer === null ? free : number(answer.rest[1]);
  }

  async giveBack(): Promise<void> {
    if (this.#known?.wait === -1) await this.#run(giveProbeBack);
  }

  async note(end: "success" | "failure"): Promise<"opened" | "closed" | null> {
    const success = end === "success";
    if (success && this.#isWell()) return null;
    const answer = await this.#run(noteEnd, { success });
    const change = answer?.rest[1]?.toString();
    return change === "opened" || change === "closed" ? change : null;
  }

  async nextIn(): Promise<number | null> {
    await this.#run(look);
    const { isOpen = false, wait = 0 } = this.#known ?? {};
    return isOpen && wait >= 0 ? wait : null;
  }

  async isOpen(): Promise<boolean> {
    await this.#run(look);
    return this.#known?.isOpen === true;
  }

  /** Whether nothing was wrong a moment ago. */
  #isWell(): boolean {
    return (
      this.#known !== null &&
      performance.now() - this.#known.at < freshness &&
      this.#known.failures === 0 &&
      !this.#known.isOpen
    );
  }

  /** `null` where the server cannot be asked; never rejects. */
  async #run(asked: typeof look, question: object = {}): Promise<Answer | null> {
    const { environment, probeMilliseconds: probe, random = Math.random } = this.#with;
    try {
      const answer = await this.#calls.run(asked, { ...question, environment, probe, chance: random() });
      const [inRow, open, wait] = answer.rest[0] as readonly number[];
      this.#known = {
        at: performance.now(),
        failures: number(inRow),
        isOpen: number(open) === 1,
        wait: number(wait),
      };
      return answer;
    } catch {
      this.#known = null;
      return null;
    }
  }
}
