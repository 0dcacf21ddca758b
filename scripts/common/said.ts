import type { Reading } from "../../src/reading/reading.ts";

/** All that a reading says, without how sure it is and how long it took: what two devices must agree on. */
export function saidBy(reading: Reading): Partial<Reading> {
  return JSON.parse(
    JSON.stringify(reading, (key, value) => (/^(confidence|milliseconds)$/.test(key) ? undefined : value)),
  );
}
