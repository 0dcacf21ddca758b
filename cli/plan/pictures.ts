import { findPictures } from "../../src/images/find.ts";
import type { DownloadLimits } from "../../src/images/source.ts";
import { samples } from "../common/samples.ts";
import type { Picture } from "./measure.ts";

/** As many of somebody's pictures as are kept in memory. */
const most = 60;

/** The drawn pictures that the program carries: they take as long as real ones do on average. */
export function ownPictures(): Picture[] {
  return samples().map(({ name, bytes }) => ({ name, bytes }));
}

/** The pictures in a folder, some from everywhere in it where there are many. Throws what is wrong with the folder. */
export async function picturesIn(folder: string, limits: DownloadLimits): Promise<Picture[]> {
  const sources = findPictures(folder, limits);
  const step = Math.ceil(sources.length / most);
  const chosen = sources.filter((_, index) => index % step === 0);
  return Promise.all(chosen.map(async ({ name, load }) => ({ name, bytes: await load() })));
}
