/** What one check found. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly about: string;
  /** `poor`: it works, and could be better; `bad`: it does not work, or soon will not. */
  readonly state: "good" | "poor" | "bad";
  /** What was found. */
  readonly what: string;
  /** The command or setting that mends it; absent where all is good. */
  readonly remedy?: string;
}

export const good = (about: string, what: string): Finding => ({ about, state: "good", what });
export const poor = (about: string, what: string, remedy: string): Finding => ({
  about,
  state: "poor",
  what,
  remedy,
});
export const bad = (about: string, what: string, remedy: string): Finding => ({
  about,
  state: "bad",
  what,
  remedy,
});
