import { readFileSync } from "node:fs";
import type { AddonName, Architecture } from "./catalog.ts";
import { embeddedPath } from "./embedded.ts";

/** One native library as the build embedded it. */
export interface ManifestFile {
  readonly addon: AddonName;
  /** True for the file that is loaded; the others are found by it through its own search path. */
  readonly entry: boolean;
  /** Path with forward slashes, within the embedded `native` folder and within the cache alike. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of the content, see `checksumOf`. */
  readonly checksum: string;
  /** The sizes, packed, of the pieces that the library is embedded in, in bytes. */
  readonly pieces: readonly number[];
}

/** What native libraries an executable carries. The build writes it, the loader reads it. */
export interface NativeManifest {
  readonly architecture: Architecture;
  /** Names the folder in the cache: another build with other libraries gets another folder. */
  readonly key: string;
  readonly files: readonly ManifestFile[];
}

/** The place of the manifest among the embedded files. */
export const manifestName = "native/manifest.json";

/** Reads the manifest of this executable. Must not be called from source, where there is none. */
export function readManifest(): NativeManifest {
  // The build wrote it with this very type; it cannot change afterwards without the whole file changing.
  return JSON.parse(readFileSync(embeddedPath(manifestName), "utf8")) as NativeManifest;
}

/** The place of a native library among the embedded files, where it lies compressed: it is needed once on each machine. */
export function packedLibraryName({ path }: Pick<ManifestFile, "path">): string {
  return `native/${path}.zst`;
}
