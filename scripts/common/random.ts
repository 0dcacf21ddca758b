/** A stream of pseudo-random numbers that one seed determines completely. */
export interface Random {
  /** A number from 0 up to, but not including, 1. */
  next(): number;
  /** A whole number between both bounds, which are included. */
  int(low: number, high: number): number;
  /** A number between both bounds. */
  between(low: number, high: number): number;
  /** One of the items; an item listed twice is twice as likely. */
  pick<T>(items: readonly T[]): T;
  /** True in the given share of cases. */
  chance(share: number): boolean;
}

/**
 * Makes a stream from a seed. Streams are made from names, such as "7/fitbit/3", so that one screen's numbers do
 * not change when another screen starts to use one number more.
 */
export function random(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    between: (low, high) => low + next() * (high - low),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error("pick needs at least one item");
      return item;
    },
    chance: (share) => next() < share,
  };
}

/** FNV-1a: enough to spread names that differ in one digit. */
function hash(seed: string): number {
  let value = 0x811c9dc5;
  for (const character of seed) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return value | 0;
}
