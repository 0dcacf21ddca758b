import type { Calls } from "../redis/calls.ts";
import type { Reply } from "../redis/connection.ts";
import { fields, list, number } from "../redis/replies.ts";
import { script } from "../redis/script.ts";
import type { ServiceEvent } from "./events.ts";
import {
  type Counted,
  counted,
  emptyMinute,
  HourFigures,
  type Minute,
  minutes,
  note,
  type Series,
  series,
} from "./hour-figures.ts";
import type { Hour } from "./last-hour.ts";

/** How often is told what happened, in milliseconds, and how long the server may take for it. */
const usualPause = 1000;
const usualPatience = 1000;
/** Minutes that are read at once. */
const batch = 15;
/** How old figures may be for who asks, in milliseconds: many watch, and look each second. */
const freshness = 500;

/**
 * `hour:<minute>`: how often something happened (`c <what>`), and how often it took a time of a bucket (`t <what> <bucket>`), in a minute of the
 * server's clock; gone an hour later. A batch has a name, by which it is added once, however often it is sent.
 */
const addBatch = script([
  `
local done = key('hour-batch', ask.batch)
if call('EXISTS', done) == 1 then return {'ok'} end
call('SET', key('hour-since'), now, 'NX')
local name = key('hour', math.floor(now / 60000))
for what, count in pairs(ask.counts) do call('HINCRBY', name, what, count) end
call('PEXPIRE', name, ${(minutes + 5) * 60_000})
call('SET', done, 1, 'PX', 600000)
return {'ok'}
`,
]);

/** Some minutes behind one that is known; what is over changes no more. */
const readSome = script([
  `
local running = math.floor(now / 60000)
-- A clock that was set back has its minutes anew.
local known = ask.known < running and ask.known or 0
local first = math.max(running - ${minutes}, known + 1)
local last = math.min(running, first + ${batch - 1})
local found = {}
for minute = first, last do found[#found + 1] = {minute, call('HGETALL', key('hour', minute))} end
return {'ok', string.format('%.0f', now), call('GET', key('hour-since')) or string.format('%.0f', now), last, found}
`,
]);

interface Options {
  readonly calls: Calls;
  /** Milliseconds between two batches, a parameter so that tests can set it, and how old figures may be. */
  readonly pause?: number;
  readonly freshness?: number;
  /** Milliseconds that the server has to take a batch. */
  readonly patience?: number;
}

/**
 * The last hour of all instances, kept on a server by the minute of its clock. What happens here is counted in memory and told in
 * one small batch a second; while the server is away it waits, as one sum.
 */
export class SharedHour implements Hour {
  readonly #calls: Calls;
  readonly #telling: Calls;
  readonly #freshness: number;
  readonly #timer: Timer;
  /** What is not told yet, and the batch that is being told, which may have got there. */
  #counts = new Map<string, number>();
  #batch: { readonly batch: string; readonly counts: Readonly<Record<string, number>> } | null = null;
  #flushing: Promise<void> | null = null;
  /** Minutes that are over. */
  readonly #over = new Map<number, Minute>();
  #last: { readonly at: number; readonly figures: Promise<HourFigures> } | null = null;

  constructor(options: Options) {
    this.#calls = options.calls;
    this.#telling = options.calls.within(options.patience ?? usualPatience);
    this.#freshness = options.freshness ?? freshness;
    this.#timer = setInterval(() => void this.flush(), options.pause ?? usualPause);
    this.#timer.unref();
  }

  hear(event: ServiceEvent): void {
    note(event, {
      took: (what, bucket) => this.#count(`t ${what} ${bucket}`),
      happened: (what) => this.#count(`c ${what}`),
    });
  }

  figures(): Promise<HourFigures> {
    const now = performance.now();
    if (this.#last === null || now - this.#last.at >= this.#freshness) {
      const figures = this.#read();
      this.#last = { at: now, figures };
      figures.catch(() => {
        if (this.#last?.figures === figures) this.#last = null;
      });
    }
    return this.#last.figures;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
    await this.flush();
  }

  /** Tells what has happened since the last time. Never rejects: what cannot be told is told later. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    if (this.#batch === null) {
      if (this.#counts.size === 0) return;
      this.#batch = { batch: crypto.randomUUID(), counts: Object.fromEntries(this.#counts) };
      this.#counts = new Map();
    }
    try {
      await this.#telling.run(addBatch, this.#batch);
      this.#batch = null;
    } catch {
      // The queue says that its server is away.
    }
  }

  #count(field: string): void {
    this.#counts.set(field, (this.#counts.get(field) ?? 0) + 1);
  }

  async #read(): Promise<HourFigures> {
    for (let known = Math.max(0, ...this.#over.keys()); ; ) {
      const { rest } = await this.#calls.run(readSome, { known });
      const [now, since, last] = rest.slice(0, 3).map(number) as [number, number, number];
      const running = Math.floor(now / 60_000);
      const found = list(rest[3]).map(minuteOf);
      for (const each of this.#over.keys())
        if (each < running - minutes || each >= running) this.#over.delete(each);
      for (const minute of found) if (minute.number < running) this.#over.set(minute.number, minute);
      known = last;
      if (last < running) continue;
      const ofNow = found.filter((each) => each.number === running);
      return new HourFigures({ minutes: [...this.#over.values(), ...ofNow], now, since });
    }
  }
}

function minuteOf(reply: Reply): Minute {
  const [which, kept] = list(reply);
  const minute = emptyMinute(number(which));
  for (const [field, count] of fields(kept)) {
    const [kind, what = "", bucket = ""] = field.split(" ");
    const times = kind === "t" ? minute.times[what as Series] : undefined;
    // What a newer program counts besides is its own affair.
    if (kind === "c" && counted.includes(what as Counted)) minute.counts[what as Counted] = Number(count);
    else if (times !== undefined && series.includes(what as Series)) times[Number(bucket)] = Number(count);
  }
  return minute;
}
