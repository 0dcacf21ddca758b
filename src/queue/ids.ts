/**
 * Makes UUIDs of version 7 that only ever grow: also within a millisecond, when the clock is set back, and after a
 * restart when `newest` is the greatest one that was made before. So the order of ids is the order of making.
 */
export function growingIds(now: () => number, newest: string | null): () => string {
  let millisecond = newest === null ? 0 : Number.parseInt(newest.slice(0, 13).replace("-", ""), 16);
  let counter = newest === null ? -1 : Number.parseInt(newest.slice(15, 18), 16);
  let time = timeIn(millisecond);
  return () => {
    const present = now();
    if (present > millisecond || ++counter > 0xfff) {
      millisecond = Math.max(present, millisecond + 1);
      counter = 0;
      time = timeIn(millisecond);
    }
    // A random UUID ends with the variant and 62 random bits, just as one of version 7 does.
    const random = crypto.randomUUID().slice(19);
    return `${time}-7${counter.toString(16).padStart(3, "0")}-${random}`;
  };
}

/** What every id of a time, and every later one, is greater than. */
export function firstIdAt(ms: number): string {
  return timeIn(Math.max(0, Math.floor(ms)));
}

function timeIn(millisecond: number): string {
  const digits = millisecond.toString(16).padStart(12, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}
