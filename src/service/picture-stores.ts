import { join } from "node:path";
import type { Places } from "../config/service.ts";
import { FolderShelf } from "../images/folder-shelf.ts";
import { cacheAges, PictureCache } from "../images/picture-cache.ts";
import { RedisShelf } from "../images/redis-shelf.ts";
import { ReviewPictures, reviewAge } from "../images/review-pictures.ts";
import type { Shelf, ShelfLimits } from "../images/shelf.ts";
import { pictureServerOf } from "../redis/address.ts";

type Settings = Pick<
  Places,
  "DATA_DIR" | "CACHE_MAX_MB" | "REVIEW_MAX_MB" | "CACHE_URL" | "CACHE_PASSWORD" | "CACHE_CA_FILE"
>;

/** How long what is kept. */
interface Ages {
  readonly hours: number;
  readonly readingHours: number;
  readonly reviewDays: number;
}

/** As it is, whatever a service would still keep. */
export const ever: Ages = {
  hours: Number.POSITIVE_INFINITY,
  readingHours: Number.POSITIVE_INFINITY,
  reviewDays: Number.POSITIVE_INFINITY,
};

/**
 * The pictures that the settings say are kept, in the data folder or on a server: the one place that knows which. `warn` is told,
 * in a sentence, what goes wrong. Throws `CONFIG_INVALID` where certificates cannot be read.
 */
export function pictureStores(settings: Settings, ages: Ages, warn: (sentence: string) => void) {
  const shelf = shelvesOf(settings);
  const cache = shelf("cache", {
    mostMilliseconds: cacheAges(ages),
    mostMegabytes: settings.CACHE_MAX_MB,
    notesUse: true,
  });
  const review = shelf("review", {
    mostMilliseconds: reviewAge(ages.reviewDays),
    mostMegabytes: settings.REVIEW_MAX_MB,
    notesUse: false,
  });
  return {
    cache: new PictureCache({ shelf: cache, warn, ...ages }),
    reviewPictures: new ReviewPictures(review, warn),
    /** Lets go of the server, if it is one. */
    close(): void {
      cache.close();
      review.close();
    },
  };
}

function shelvesOf({ DATA_DIR, CACHE_URL, ...secrets }: Settings) {
  if (CACHE_URL === undefined)
    return (name: string, limits: ShelfLimits): Shelf => new FolderShelf(join(DATA_DIR, name), limits);
  const server = pictureServerOf({ CACHE_URL, ...secrets });
  return (name: string, limits: ShelfLimits): Shelf => new RedisShelf(server, CACHE_URL.prefix, name, limits);
}
