import { describe, expect, test } from "bun:test";
import { random } from "../../../scripts/common/random.ts";
import { type Frame, FrameReader, FrameSender, newFrame } from "../../../src/workers/gpu/frames.ts";

function frameWith(id: number, tag: number, numbers: readonly number[]): Uint8Array {
  const frame = newFrame(id, tag, 48, numbers.length);
  frame.numbers.set(numbers);
  return frame.bytes;
}

const sent = [frameWith(1, 3, [1, 2.5, -3]), frameWith(2, 1, []), frameWith(4_294_967_295, 0, [7])];
const whole = new Uint8Array(Buffer.concat(sent));

function read(pieces: readonly Uint8Array[]): [number, number, number[]][] {
  const frames: Frame[] = [];
  const reader = new FrameReader((frame) => frames.push(frame));
  for (const piece of pieces) reader.push(piece);
  return frames.map(({ id, tag, numbers }) => [id, tag, [...numbers]]);
}

const expected: [number, number, number[]][] = [
  [1, 3, [1, 2.5, -3]],
  [2, 1, []],
  [4_294_967_295, 0, [7]],
];

describe("frames", () => {
  test("arrive as they were sent, however the bytes are cut into pieces", () => {
    const seed = process.env["TEST_SEED"] ?? crypto.randomUUID().slice(0, 8);
    const chance = random(seed);
    for (let round = 0; round < 100; round++) {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < whole.length; ) {
        const length = Math.floor(chance.between(1, 20));
        pieces.push(whole.subarray(at, at + length));
        at += length;
      }
      expect([`TEST_SEED=${seed}`, read(pieces)]).toEqual([`TEST_SEED=${seed}`, expected]);
    }
  });

  test("are refused when what arrives is none, before room for it is made", () => {
    for (const length of [0, 12, 18, 4_294_967_292]) {
      const header = new Uint8Array(new Uint32Array([length, 1, 1, 0]).buffer);
      expect(() => read([header])).toThrow("bytes long");
    }
  });

  test("go out whole and in order through a socket that takes a little at a time", () => {
    const out: number[] = [];
    let room = 0;
    const sender = new FrameSender((bytes) => {
      const taken = bytes.subarray(0, room);
      room -= taken.length;
      out.push(...taken);
      return taken.length;
    });
    for (const frame of sent) sender.send(frame);
    for (let turn = 0; turn < whole.length; turn++) {
      room = 5;
      sender.flush();
    }
    expect(out).toEqual([...whole]);
  });
});
