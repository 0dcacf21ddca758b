import type { Database } from "bun:sqlite";
import type { KeyAnswer } from "../delivery.ts";
import type { Hold } from "../port.ts";
import type { ClaimedRow } from "./claims.ts";
import type { Memory } from "./committer.ts";

/** When a held environment was asked last whether it takes the key by now, by a clock that nobody sets, and with what. */
interface Try {
  readonly at: number;
  readonly probe: ClaimedRow | null;
}

/**
 * The environments whose deliveries are held. That they are is on disk, and nothing but `lift` ends it; when they were asked
 * last is in memory only, so that they are asked again no sooner than after a whole pause when the process is another one.
 */
export class Holds implements Memory {
  readonly #hold;
  readonly #lift;
  readonly #of;
  readonly #all;
  #tries: Map<string, Try>;
  #before: ReadonlyMap<string, Try> = new Map();

  constructor(database: Database) {
    this.#hold = database.prepare<null, [string, number, string, string]>(
      `INSERT INTO holds (environment, since, reason, fingerprint) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET reason = excluded.reason, fingerprint = excluded.fingerprint`,
    );
    this.#lift = database.prepare<null, [string, string | null]>(
      "DELETE FROM holds WHERE environment = ? AND fingerprint IS NOT ?",
    );
    this.#of = database.prepare<{ environment: string }, [string]>(
      "SELECT environment FROM holds WHERE environment = ?",
    );
    this.#all = database.prepare<Hold, []>("SELECT * FROM holds ORDER BY environment");
    const at = performance.now();
    this.#tries = new Map(this.all().map(({ environment }) => [environment, { at, probe: null }]));
  }

  has(environment: string): boolean {
    return this.#of.get(environment) !== null;
  }

  all(): Hold[] {
    return this.#all.all().map((each) => ({ ...each }));
  }

  /** For operations: holds an environment, or holds it for another reason. */
  hold(environment: string, { refused, fingerprint }: Exclude<KeyAnswer, "accepted">, since: number): void {
    this.#hold.run(environment, since, refused, fingerprint);
    // It may still be on its way, and somebody else's answer was there first.
    this.#tries.set(environment, { at: performance.now(), probe: this.probeOf(environment) });
  }

  /** For operations: lets it go on, unless it is this key that was refused. Says whether it was held. */
  lift(environment: string, exceptFingerprint: string | null = null): boolean {
    const { changes } = this.#lift.run(environment, exceptFingerprint);
    if (changes > 0) this.#tries.delete(environment);
    return changes > 0;
  }

  /** How long until a held environment may be asked again, if `pauseMs` have to lie between. */
  untilProbe(environment: string, pauseMs: number): number {
    return Math.max(0, (this.#tries.get(environment)?.at ?? 0) + pauseMs - performance.now());
  }

  /** With what a held environment was asked last. */
  probeOf(environment: string): ClaimedRow | null {
    return this.#tries.get(environment)?.probe ?? null;
  }

  /** For operations: a held environment is asked with this. */
  probing(environment: string, probe: ClaimedRow): void {
    this.#tries.set(environment, { at: performance.now(), probe });
  }

  begin(): void {
    this.#before = new Map(this.#tries);
  }

  rollback(): void {
    this.#tries = new Map(this.#before);
  }
}
