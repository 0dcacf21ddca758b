import { freeBuffer } from "../free-buffer.ts";
import { openEmbedded, type PartReader } from "./embedded.ts";
import { type ManifestFile, packedLibraryName } from "./manifest.ts";

/** Bytes of a piece of a library. To get memory for all of it at once takes longer than to unpack it. */
export const pieceBytes = 1024 * 1024;

/** A library as it is embedded: its pieces, each compressed by itself, one behind the other. */
export function packLibrary(
  content: Uint8Array,
): { readonly packed: Uint8Array } & Pick<ManifestFile, "checksum" | "pieces"> {
  const plain = Array.from({ length: Math.ceil(content.length / pieceBytes) }, (_, index) =>
    content.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
  // A higher level would save a tenth of the size, and take half a minute.
  const packed = plain.map((piece) => Bun.zstdCompressSync(piece, { level: 3 }));
  return {
    packed: Buffer.concat(packed),
    pieces: packed.map(({ length }) => length),
    checksum: checksumOf(plain),
  };
}

/** The content of an embedded native library, piece by piece; of each only until the next one is asked for. */
export function* unpackLibrary(
  file: ManifestFile,
  read: PartReader = openEmbedded(packedLibraryName(file)),
): Generator<Uint8Array, void> {
  let start = 0;
  for (const size of file.pieces) {
    const piece = Bun.zstdDecompressSync(read(start, size));
    start += size;
    yield piece;
    freeBuffer(piece.buffer);
  }
}

/**
 * A checksum of content that comes in pieces, as 16 hexadecimal digits: each is hashed with the hash before it as its seed. It tells
 * what a crash or a disk has done to a file. Against who may write to the file none would help: they could do so after the check.
 */
export function checksumOf(pieces: Iterable<Uint8Array>): string {
  let hash = 0n;
  for (const piece of pieces) hash = Bun.hash.xxHash64(piece, hash);
  return hash.toString(16).padStart(16, "0");
}
