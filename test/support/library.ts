import type { ManifestFile } from "../../src/native/manifest.ts";
import { packLibrary } from "../../src/native/packed.ts";

/** What the manifest would say of a library with this content. */
export function libraryOf(content: Uint8Array, path = "lib/lib.so"): ManifestFile {
  const { pieces, checksum } = packLibrary(content);
  return { addon: "sharp", entry: true, path, size: content.length, checksum, pieces };
}
