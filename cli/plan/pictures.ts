import { readFileSync } from "node:fs";
import { findPictures } from "../../src/images/find.ts";
import type { DownloadLimits } from "../../src/images/source.ts";
import type { Picture } from "./measure.ts";
import dark from "./pictures/apple-fitness-summary-id-dark.png" with { type: "file" };
import light from "./pictures/huawei-steps-detail-id-light.png" with { type: "file" };

/** As many of somebody's pictures as are kept in memory. */
const most = 60;

/**
 * Two screenshots of phones, 1170 pixels wide, that take as long as real ones do on average. They were drawn by
 * `bun scripts/draw/main.ts --count 60 --seed plan --width 1170 --out <folder>`.
 */
export function ownPictures(): Picture[] {
  return [dark, light].map((file, index) => ({
    name: `drawn screenshot ${index + 1}`,
    bytes: new Uint8Array(readFileSync(file)),
  }));
}

/** The pictures in a folder, some from everywhere in it where there are many. Throws what is wrong with the folder. */
export async function picturesIn(folder: string, limits: DownloadLimits): Promise<Picture[]> {
  const sources = findPictures(folder, limits);
  const step = Math.ceil(sources.length / most);
  const chosen = sources.filter((_, index) => index % step === 0);
  return Promise.all(chosen.map(async ({ name, load }) => ({ name, bytes: await load() })));
}
