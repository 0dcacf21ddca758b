import type { AddressGuard } from "./address-guard.ts";
import { type FetchedPicture, fetchPicture } from "./fetch-picture.ts";
import { type PictureCache, sha256Of } from "./picture-cache.ts";
import type { DownloadLimits } from "./source.ts";

interface LoadOptions {
  readonly limits: DownloadLimits;
  readonly guard: AddressGuard;
  readonly cache: PictureCache;
}

export interface LoadedPicture {
  readonly bytes: Uint8Array;
  /** Hex. */
  readonly sha256: string;
  /** True when the server said that the picture which is kept is still the one. */
  readonly fromCache: boolean;
}

/**
 * The picture that an address from a stranger names at this moment. The server is always asked: an object may have
 * been overwritten, and an address may not be valid any more. Throws what `fetchPicture` throws.
 */
export async function loadPicture(
  address: string,
  { limits, guard, cache }: LoadOptions,
): Promise<LoadedPicture> {
  const cached = URL.canParse(address) ? await cache.get(address) : null;
  let fetched: FetchedPicture;
  if (cached === null) fetched = await fetchPicture(address, { limits, guard });
  else {
    const changed = await fetchPicture(address, { limits, guard }, cached);
    if (changed === null) return { bytes: cached.bytes, sha256: cached.sha256, fromCache: true };
    fetched = changed;
  }
  const sha256 = sha256Of(fetched.bytes);
  await cache.put(address, sha256, fetched);
  return { bytes: fetched.bytes, sha256, fromCache: false };
}
