import type { ManifestFile } from "../../src/native/manifest.ts";

/** What the manifest would say of a library with this content. */
export function libraryOf(content: Uint8Array, path = "lib/lib.so"): ManifestFile {
  const sha256 = new Bun.CryptoHasher("sha256").update(content).digest("hex");
  return { addon: "sharp", entry: true, path, size: content.length, sha256 };
}
