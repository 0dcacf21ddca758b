import type { Reading } from "../../src/reading/reading.ts";
import { because } from "../../src/reading/reasons.ts";
import { isSameScreenshot } from "../../src/reading/signals/perceptual-hash.ts";

interface Seen {
  readonly source: string;
  readonly sha256: string;
  readonly perceptualHash: string;
}

/**
 * Finds pictures that were named before: the same file, or the same screenshot cut, scaled or recompressed. The
 * returned function adds a signal to the reading of each such picture; call it in the order of the pictures.
 */
export function copyFinder(): (source: string, reading: Reading) => Reading {
  const byCount = new Map<number | null, Seen[]>();
  return (source, reading) => {
    const { sha256, perceptualHash } = reading.image;
    const count = reading.steps ?? reading.candidateSteps;
    const earlier = byCount.get(count) ?? [];
    byCount.set(count, [...earlier, { source, sha256, perceptualHash }]);
    const original = earlier.find(
      (seen) => seen.sha256 === sha256 || isSameScreenshot(seen.perceptualHash, perceptualHash),
    );
    if (original === undefined) return reading;
    const same = original.sha256 === sha256 ? "file" : "screenshot";
    const signal = because("copy", { same, as: original.source });
    return { ...reading, signals: [...reading.signals, signal] };
  };
}
