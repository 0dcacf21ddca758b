import { OcrEcoError } from "../errors.ts";

/** Characters of a password at least and at most, and how many different ones it has at least. */
const passwordLimits = { least: 12, most: 200, different: 5 } as const;

/**
 * What one hash costs: 19 MiB, two passes, one lane (OWASP, Password Storage Cheat Sheet, argon2id). More memory would be
 * a lever for whoever sends wrong passwords.
 */
const cost = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

/**
 * Passwords that are compared at the same time, and others that wait for that: each takes 19 MiB and some 20 ms. As many again
 * wait of those who have signed in from where they are: strangers who try passwords do not take their places.
 */
const mostAtOnce = 2;
const mostWaiting = 8;

/** What is wrong with a password that somebody wants to have; `null` for nothing. */
export function faultOf(password: string, name: string): string | null {
  const { least, most, different } = passwordLimits;
  const characters = [...password];
  if (characters.length < least) return `it must have ${least} characters at least`;
  if (characters.length > most) return `it must have ${most} characters at most`;
  if (new Set(characters).size < different) return `it must have ${different} different characters at least`;
  if (password.toLowerCase().includes(name.toLowerCase()) && characters.length < 2 * least)
    return "it must not contain the name";
  return null;
}

/** The hash of a password, in PHC's form: salt and costs are inside of it. */
export function hashPassword(password: string): Promise<string> {
  return Bun.password.hash(password, cost);
}

/**
 * Compares passwords with hashes, few at a time. A name that nobody has takes as long as one whose password is wrong, so
 * that names cannot be told from the time.
 */
export class PasswordChecks {
  #running = 0;
  /** Known ones are let in first. */
  readonly #waiting = { known: [] as (() => void)[], unknown: [] as (() => void)[] };
  #nobodys: Promise<string> | undefined;

  /**
   * Whether it is the password of this hash; never where there is none. `isKnown` says whether whoever asks has signed in from
   * there before. Rejects with `SIGN_IN_BUSY` when too many wait.
   */
  async isRight(password: string, hash: string | null, isKnown = false): Promise<boolean> {
    if (this.#running >= mostAtOnce) {
      const waiting = this.#waiting[isKnown ? "known" : "unknown"];
      if (waiting.length >= mostWaiting)
        throw new OcrEcoError(
          "SIGN_IN_BUSY",
          "Too many sign in at the same time. Try again in a few seconds.",
        );
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else this.#running++;
    try {
      this.#nobodys ??= hashPassword(crypto.randomUUID());
      const isRight = await Bun.password.verify(password, hash ?? (await this.#nobodys));
      return hash !== null && isRight;
    } finally {
      const next = this.#waiting.known.shift() ?? this.#waiting.unknown.shift();
      // The place goes on to who waited longest.
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
