import { freeBuffer } from "../free-buffer.ts";
import { residentBytes } from "../host/resident.ts";
import type { Raster } from "../reading/image/raster.ts";

/** Growth since the last collection from which there is another one, in bytes: a fiftieth of what it holds. */
const mostGrowth = 4 * 2 ** 20;

/**
 * Gives back what pictures leave behind in a worker. Their pixels are tens of megabytes that the engine does not hurry to
 * give back by itself, and to have it collect all garbage takes 12 ms or more: so pixels go by name, and everything else
 * when it has come to something.
 */
export class Leftovers {
  #least = Number.POSITIVE_INFINITY;

  /** Gives back the pixels of a picture, which nobody may look at any more; `null` where they were not decoded. */
  giveBack(raster: Raster | null): void {
    if (raster !== null) freeBuffer(raster.data.buffer);
    const resident = residentBytes();
    this.#least = Math.min(this.#least, resident);
    if (resident <= this.#least + mostGrowth) return;
    Bun.gc(true);
    this.#least = residentBytes();
  }
}
