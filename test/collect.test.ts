import { describe, expect, test } from "bun:test";
import { collect } from "../src/collect.ts";

async function* inPieces(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield piece;
}

const tooLong = () => new Error("too long");
const bytes = (length: number, from = 0) => Uint8Array.from({ length }, (_, index) => index + from);

describe("collecting what arrives", () => {
  test("joins pieces of all sizes, in order", async () => {
    const sizes = [0, 1, 70_000, 3, 200_000, 64 * 1024];
    const pieces = sizes.map((size, index) => bytes(size, index));
    const expected = Buffer.concat(pieces);
    expect(Buffer.compare(await collect(inPieces(pieces), 1e6, tooLong), expected)).toBe(0);
  });

  test("takes as much as it may, and not a byte more", async () => {
    const pieces = () => [bytes(60_000), bytes(40_000)];
    expect(await collect(inPieces(pieces()), 100_000, tooLong)).toHaveLength(100_000);
    await expect(collect(inPieces(pieces()), 99_999, tooLong)).rejects.toThrow("too long");
  });

  test("leaves the pieces alone, unless it is told that they are nobody else's", async () => {
    const piece = bytes(1000);
    await collect(inPieces([piece]), 1e6, tooLong);
    expect(piece).toHaveLength(1000);
    expect(await collect(inPieces([piece]), 1e6, tooLong, true)).toEqual(bytes(1000));
    expect(piece).toHaveLength(0);
  });

  test("may be given the same piece without bytes again and again", async () => {
    const empty = new Uint8Array();
    const pieces = [empty, bytes(10), empty, empty];
    expect(await collect(inPieces(pieces), 1e6, tooLong, true)).toEqual(bytes(10));
  });

  test("gives back no memory that holds more than the piece", async () => {
    const pool = bytes(3000);
    const pieces = [pool.subarray(0, 1000), pool.subarray(1000, 3000)];
    expect(await collect(inPieces(pieces), 1e6, tooLong, true)).toEqual(bytes(3000));
    expect(pool).toHaveLength(3000);
  });
});
