import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { packedLibraryName } from "../../src/native/manifest.ts";
import { checksumOf, packLibrary, pieceBytes, unpackLibrary } from "../../src/native/packed.ts";

/** Half of it can be compressed. */
const content = Buffer.concat([randomBytes(pieceBytes + 17), Buffer.alloc(pieceBytes, "library")]);

function unpacked(bytes: Uint8Array): Buffer {
  const { packed, ...rest } = packLibrary(bytes);
  const file = { addon: "sharp", entry: true, path: "lib/lib.so", size: bytes.length, ...rest } as const;
  expect(packedLibraryName(file)).toBe("native/lib/lib.so.zst");
  const pieces = unpackLibrary(file, (start, size) => Uint8Array.from(packed.subarray(start, start + size)));
  // Each lives only until the next one is asked for.
  const copies: Uint8Array[] = [];
  for (const piece of pieces) copies.push(Uint8Array.from(piece));
  return Buffer.concat(copies);
}

describe("a packed library", () => {
  test("is unpacked to what it was", () => {
    expect(unpacked(content).equals(content)).toBe(true);
    expect(unpacked(content.subarray(0, pieceBytes)).equals(content.subarray(0, pieceBytes))).toBe(true);
    expect(unpacked(content.subarray(0, 1)).equals(content.subarray(0, 1))).toBe(true);
  });

  test("is smaller than it was", () => {
    expect(packLibrary(content).packed.length).toBeLessThan(0.6 * content.length);
  });
});

describe("a library's checksum", () => {
  const [first, second] = [content.subarray(0, pieceBytes), content.subarray(pieceBytes)] as const;

  test("is that of its pieces in their order", () => {
    expect(packLibrary(content).checksum).toBe(
      checksumOf([first, second.subarray(0, pieceBytes), second.subarray(pieceBytes)]),
    );
    expect(checksumOf([second, first])).not.toBe(checksumOf([first, second]));
    expect(checksumOf([first])).toMatch(/^[0-9a-f]{16}$/);
  });

  test("changes with any bit of any piece", () => {
    const flipped = Uint8Array.from(first);
    flipped[77] = (flipped[77] ?? 0) ^ 128;
    expect(checksumOf([flipped, second])).not.toBe(checksumOf([first, second]));
  });
});
