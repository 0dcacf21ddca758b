import { type Random, random } from "../common/random.ts";
import type { Draw } from "./draws.ts";
import { Events } from "./events.ts";
import { Fifo } from "./fifo.ts";
import { Reader } from "./reader.ts";
import type { Outcome, Setup } from "./setup.ts";

const [sent, loaded, read, answered, died, back, expired, storeAway, storeBack] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
/** How long the service tries to write a report before it answers 503, in seconds. */
const patience = 10;

/**
 * Plays what happens between callers, queue, instances and destination, event by event, until nothing is left to happen. The
 * same setup gives the same outcome. A report's own times are drawn by its number, so they stay the same with another
 * number of workers.
 */
export function simulate(setup: Setup): Outcome {
  return new Simulation(setup).run();
}

class Simulation {
  readonly #setup: Setup;
  readonly #chance: Random;
  readonly #events = new Events();
  readonly #readers: readonly Reader[];
  readonly #queue = new Fifo();
  readonly #undelivered = new Fifo();
  readonly #acceptedAt: Float64Array;
  readonly #times: Readonly<Record<"loading" | "reading" | "answering", Float32Array>>;
  readonly #fails: Uint8Array;
  /** How often it was claimed: what a claim before the last one set going counts no more. */
  readonly #claims: Uint8Array;
  readonly #holder: Uint16Array;
  /** What instances that died had in hand. */
  readonly #orphans = new Map<number, number[]>();
  /** Read, or answered, while the queue could not be written. */
  #unwritten: (() => void)[] = [];
  #awayUntil = 0;
  #onTheWay = 0;
  #now = 0;
  readonly #waited: Float64Array;
  readonly #ended: Float64Array;
  readonly #whole: Float64Array;
  #counts = { done: 0, failed: 0, delivered: 0, refused: 0, takenOver: 0 };
  #largest = { queue: 0, undelivered: 0 };
  #workerSeconds = 0;

  constructor(setup: Setup) {
    const { arrivals, instances, workers, inHandPerWorker, seed } = setup;
    const { length } = arrivals;
    this.#setup = setup;
    this.#chance = random(`${seed}/instances`);
    this.#readers = Array.from({ length: instances }, () => new Reader(workers, inHandPerWorker));
    const drawn = (name: string, draw: Draw): Float32Array => {
      const own = random(`${seed}/${name}`);
      return Float32Array.from({ length }, () => draw(own));
    };
    this.#times = {
      loading: drawn("loading", setup.loading),
      reading: drawn("reading", setup.reading),
      answering: drawn("answering", setup.answering),
    };
    const failing = random(`${seed}/failing`);
    this.#fails = Uint8Array.from({ length }, () => (failing.chance(setup.failing) ? 1 : 0));
    this.#claims = new Uint8Array(length);
    this.#holder = new Uint16Array(length);
    const unknown = (): Float64Array => new Float64Array(length).fill(Number.NaN);
    [this.#acceptedAt, this.#waited, this.#ended, this.#whole] = [unknown(), unknown(), unknown(), unknown()];
    for (const [index, { at }] of setup.deaths.entries()) this.#events.add(at, died, index);
    for (const [index, { at }] of setup.absences.entries()) this.#events.add(at, storeAway, index);
  }

  run(): Outcome {
    const { arrivals } = this.#setup;
    for (let next = 0; ; ) {
      const comes = arrivals[next] ?? Number.POSITIVE_INFINITY;
      const { nextAt } = this.#events;
      if (comes === Number.POSITIVE_INFINITY && nextAt === Number.POSITIVE_INFINITY) break;
      if (comes <= nextAt) {
        this.#now = comes;
        this.#submit(next++);
      } else {
        this.#now = nextAt;
        this.#events.take(this.#hear);
      }
    }
    const { done, failed, delivered, refused, takenOver } = this.#counts;
    const inHand = this.#readers.flatMap((reader) => [...reader.inHand]);
    return {
      came: arrivals.length,
      done,
      failed,
      // Counted where they are, and not as what is missing: a report that gets lost shall be seen.
      waiting: this.#queue.length + inHand.length + [...this.#orphans.values()].flat().length,
      delivered,
      refused,
      takenOver,
      largestQueue: this.#largest.queue,
      largestUndelivered: this.#largest.undelivered,
      waited: this.#waited,
      ended: this.#ended,
      whole: this.#whole,
      workerSeconds: this.#workerSeconds,
      lastAt: this.#now,
    };
  }

  readonly #hear = (kind: number, subject: number, mark: number): void => {
    const isCurrent = this.#claims[subject] === mark;
    if (kind === sent) this.#submit(subject);
    else if (kind === loaded && isCurrent) this.#begin(this.#readerOf(subject).loaded(subject));
    else if (kind === read && isCurrent) this.#endReading(subject, mark);
    else if (kind === answered) this.#written(() => this.#noteAnswer(subject));
    else if (kind === died) this.#die(subject);
    else if (kind === back) this.#comeBack(subject);
    else if (kind === expired) this.#takeOver(subject);
    else if (kind === storeAway) this.#goAway(subject);
    else if (kind === storeBack) this.#return();
  };

  get #isAway(): boolean {
    return this.#now < this.#awayUntil;
  }

  #submit(report: number): void {
    const { queueSize, resendSeconds } = this.#setup;
    const isFull = this.#queue.length >= queueSize;
    if (isFull || !this.#readers.some(({ isUp }) => isUp)) this.#refuse(report, this.#now, resendSeconds);
    else if (!this.#isAway) this.#accept(report);
    // Who asks shortly before it is back is answered then.
    else if (this.#awayUntil - this.#now <= patience) this.#events.add(this.#awayUntil, sent, report);
    else this.#refuse(report, this.#now + patience, resendSeconds);
  }

  #refuse(report: number, at: number, resendSeconds: number): void {
    this.#counts.refused++;
    this.#events.add(at + resendSeconds, sent, report);
  }

  #accept(report: number): void {
    this.#acceptedAt[report] = this.#now;
    this.#queue.push(report);
    this.#dispatch();
    this.#largest.queue = Math.max(this.#largest.queue, this.#queue.length);
  }

  /** Gives what waits to instances with room. All of them hear of it at once, so it is chance which one is first. */
  #dispatch(): void {
    if (this.#isAway || this.#queue.length === 0) return;
    const roomy = [...this.#readers.keys()].filter((index) => this.#readers[index]?.hasRoom);
    while (roomy.length > 0) {
      const at = roomy.length === 1 ? 0 : this.#chance.int(0, roomy.length - 1);
      const index = roomy[at] ?? 0;
      const job = this.#queue.shift();
      if (job === undefined) return;
      this.#claim(job, index);
      if (!this.#readers[index]?.hasRoom) roomy.splice(at, 1);
    }
  }

  #claim(job: number, index: number): void {
    const mark = (this.#claims[job] ?? 0) + 1;
    this.#claims[job] = mark;
    this.#holder[job] = index;
    this.#readers[index]?.inHand.add(job);
    if (mark === 1) this.#waited[job] = this.#now - (this.#acceptedAt[job] ?? 0);
    this.#events.add(this.#now + (this.#times.loading[job] ?? 0), loaded, job, mark);
  }

  #begin(job: number | undefined): void {
    if (job === undefined) return;
    const seconds = this.#times.reading[job] ?? 0;
    this.#workerSeconds += seconds;
    this.#events.add(this.#now + seconds, read, job, this.#claims[job]);
  }

  #endReading(job: number, mark: number): void {
    this.#begin(this.#readerOf(job).read());
    this.#written(() => {
      if (this.#claims[job] === mark) this.#end(job);
    });
  }

  #end(job: number): void {
    this.#readerOf(job).inHand.delete(job);
    this.#ended[job] = this.#now - (this.#acceptedAt[job] ?? 0);
    if (this.#fails[job] === 1) this.#counts.failed++;
    else this.#counts.done++;
    this.#undelivered.push(job);
    this.#deliver();
    this.#dispatch();
  }

  /** One that failed is told as well. */
  #deliver(): void {
    while (!this.#isAway && this.#onTheWay < this.#setup.deliveries) {
      const job = this.#undelivered.shift();
      if (job === undefined) break;
      this.#onTheWay++;
      this.#events.add(this.#now + (this.#times.answering[job] ?? 0), answered, job);
    }
    this.#largest.undelivered = Math.max(this.#largest.undelivered, this.#undelivered.length);
  }

  #noteAnswer(job: number): void {
    this.#onTheWay--;
    this.#counts.delivered++;
    this.#whole[job] = this.#now - (this.#setup.arrivals[job] ?? 0);
    this.#deliver();
  }

  /** Does it at once, or when the queue can be written again: whoever did the work keeps it in hand until then. */
  #written(step: () => void): void {
    if (this.#isAway) this.#unwritten.push(step);
    else step();
  }

  #die(death: number): void {
    const { instance = 0, seconds = 0 } = this.#setup.deaths[death] ?? {};
    const had = this.#readers[instance]?.die() ?? [];
    // Nothing that it had begun comes to an end.
    for (const job of had) this.#claims[job] = (this.#claims[job] ?? 0) + 1;
    this.#orphans.set(death, had);
    this.#events.add(this.#now + this.#setup.leaseSeconds, expired, death);
    this.#events.add(this.#now + seconds, back, instance);
  }

  #comeBack(instance: number): void {
    const reader = this.#readers[instance];
    if (reader !== undefined) reader.isUp = true;
    this.#dispatch();
  }

  /** They wait again at their old places, which are before all others. */
  #takeOver(death: number): void {
    const had = this.#orphans.get(death) ?? [];
    this.#orphans.delete(death);
    this.#counts.takenOver += had.length;
    this.#queue.unshift(had);
    this.#dispatch();
  }

  #goAway(absence: number): void {
    this.#awayUntil = this.#now + (this.#setup.absences[absence]?.seconds ?? 0);
    this.#events.add(this.#awayUntil, storeBack, absence);
  }

  #return(): void {
    const steps = this.#unwritten;
    this.#unwritten = [];
    for (const step of steps) step();
    this.#deliver();
    this.#dispatch();
  }

  #readerOf(job: number): Reader {
    const reader = this.#readers[this.#holder[job] ?? 0];
    if (reader === undefined) throw new Error("There is no such instance.");
    return reader;
  }
}
