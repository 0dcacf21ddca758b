import type { Random } from "../common/random.ts";

/** Numbers that sizes and counts in files break on. */
const awkward = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

type Mutation = (random: Random, bytes: Uint8Array, other: Uint8Array) => Uint8Array;

/** Somewhere in a file; half of the time in its head, where it says most. */
const placeIn = (random: Random, bytes: Uint8Array): number =>
  random.int(0, (random.chance(0.5) ? Math.min(200, bytes.length) : bytes.length) - 1);

const mutations: readonly Mutation[] = [
  function changeBytes(random, bytes) {
    for (let count = random.int(1, 16); count > 0; count--)
      bytes[placeIn(random, bytes)] = random.int(0, 255);
    return bytes;
  },
  function flipBit(random, bytes) {
    const at = placeIn(random, bytes);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(0, 7));
    return bytes;
  },
  function writeNumber(random, bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const at = Math.min(placeIn(random, bytes), bytes.length - 4);
    view.setUint32(at, random.pick(awkward), random.chance(0.5));
    return bytes;
  },
  (random, bytes) => bytes.subarray(0, random.int(1, bytes.length - 1)),
  function cutOut(random, bytes) {
    const from = placeIn(random, bytes);
    return joined(bytes.subarray(0, from), bytes.subarray(Math.min(bytes.length, from + random.int(1, 500))));
  },
  function repeatPiece(random, bytes) {
    const from = placeIn(random, bytes);
    const piece = bytes.subarray(from, from + random.int(1, 500));
    return joined(bytes.subarray(0, from), ...Array(random.int(1, 50)).fill(piece), bytes.subarray(from));
  },
  (random, bytes, other) =>
    joined(bytes.subarray(0, placeIn(random, bytes)), other.subarray(placeIn(random, other))),
  (random, bytes) => joined(bytes, bytes.subarray(0, random.int(1, bytes.length))),
];

/** A copy of a file with one to three kinds of damage; `other` is another file, of which pieces may come in. */
export function mutated(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  let result: Uint8Array = bytes.slice();
  for (let count = random.int(1, 3); count > 0 && result.length > 8; count--)
    result = random.pick(mutations)(random, result.slice(), other);
  return result;
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}
