import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Socket } from "bun";
import { until } from "../../../scripts/rig/processes.ts";
import { GpuConnection } from "../../../src/workers/gpu/connection.ts";
import { ends, type Frame, FrameReader, newFrame } from "../../../src/workers/gpu/frames.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const model = "tally/tally.onnx";
const shape = [1, 1, 32, 64];
const slots = [{ model, input: shape.slice(1), batches: [1], aPicture: 1 }] as const;

/** Listens where the GPU would, until the test ends, and does this with what comes. */
function listen(
  path: string,
  on: {
    open?: (socket: Socket<FrameReader>) => void;
    frame?: (frame: Frame, socket: Socket<FrameReader>) => void;
  },
): void {
  const server = Bun.listen<FrameReader>({
    unix: path,
    socket: {
      open(socket) {
        socket.data = new FrameReader((frame) => on.frame?.(frame, socket));
        on.open?.(socket);
      },
      data: (socket, piece) => socket.data.push(piece),
    },
  });
  cleanUp(() => server.stop(true));
}

function connection(path: string, deadlineMs = 60_000): GpuConnection {
  return new GpuConnection({ path, slots, deadlineMs, isReady: true });
}

/** Asks with a number, and gives the first number of the answer. */
async function ask(gpu: GpuConnection, number = 1): Promise<number | null> {
  const numbers = await gpu.run(model, shape, 64, (input) => input.fill(number));
  return numbers?.[0] ?? null;
}

const newPath = (): string => join(temporaryFolder(), "socket");

function answerWith(socket: Socket<FrameReader>, { id }: Frame, number: number): void {
  const frame = newFrame(id, ends.done, 0, 1);
  frame.numbers[0] = number;
  socket.write(frame.bytes);
}

describe("a worker's connection to the GPU", () => {
  test("brings each answer to who asked, in whatever order they come", async () => {
    const path = newPath();
    const asked: Frame[] = [];
    listen(path, {
      frame: (frame, socket) => {
        asked.push(frame);
        if (asked.length === 3)
          for (const each of asked.reverse()) answerWith(socket, each, 10 * (each.numbers[0] ?? 0));
      },
    });
    const gpu = connection(path);
    expect(await Promise.all([ask(gpu, 1), ask(gpu, 2), ask(gpu, 3)])).toEqual([10, 20, 30]);
    expect(gpu.takeFellBack()).toBe(0);
  });

  test("gives up all that was asked when it is hung up on, before or after the question", async () => {
    for (const on of [
      { open: (socket: Socket<FrameReader>) => void socket.end() },
      { frame: (_: Frame, socket: Socket<FrameReader>) => void socket.terminate() },
      { frame: (_: Frame, socket: Socket<FrameReader>) => void socket.write("no frame at all, but words") },
    ]) {
      const path = newPath();
      listen(path, on);
      const gpu = connection(path);
      expect(await Promise.all([ask(gpu), ask(gpu), ask(gpu)])).toEqual([null, null, null]);
      expect(gpu.takeFellBack()).toBe(3);
      expect(gpu.takeFellBack()).toBe(0);
    }
  });

  test("waits for an answer until the deadline, and then asks nothing for a while", async () => {
    const path = newPath();
    listen(path, {});
    const gpu = connection(path, 50);
    expect(await ask(gpu)).toBeNull();
    expect([gpu.accepts(model, shape), gpu.lines, gpu.isThere]).toEqual([null, 1, false]);
  });

  test("lets a picture wait until the deadline in all, however fast each answer is, and the next one anew", async () => {
    const path = newPath();
    listen(path, { frame: (frame, socket) => void setTimeout(() => answerWith(socket, frame, 7), 100) });
    const gpu = connection(path, 400);
    const answers: (number | null)[] = [];
    for (let question = 0; question < 8; question++) answers.push(await ask(gpu));
    expect(answers.at(-1)).toBeNull();
    // Longer than it pauses at first.
    await Bun.sleep(600);
    expect([await ask(gpu), gpu.isThere]).toEqual([null, false]);
    gpu.beginPicture();
    await until("it asks again", async () => (await ask(gpu)) === 7);
  });

  test("gives nobody an answer that is none to what is asked now", async () => {
    const path = newPath();
    const given = [Number.NaN];
    listen(path, {
      frame: (frame, socket) => {
        // The one before was given up when nobody answered.
        if (frame.id > 1)
          for (const id of [1, frame.id + 1, frame.id]) answerWith(socket, { ...frame, id }, id);
        given.push(frame.id);
      },
    });
    const gpu = connection(path, 100);
    expect(await ask(gpu)).toBeNull();
    gpu.beginPicture();
    await until("it asks again", async () => (await ask(gpu)) === given.at(-1));
  });

  test("finds nobody, goes without, and is there again when somebody is", async () => {
    const path = newPath();
    const gpu = connection(path);
    expect(gpu.accepts(model, shape)).toEqual(shape);
    expect(await ask(gpu)).toBeNull();
    listen(path, { frame: (frame, socket) => answerWith(socket, frame, 7) });
    await until("it asks again", async () => (await ask(gpu)) === 7);
    expect(gpu.lines).toBeGreaterThan(1);
  });

  test("takes a refusal for what it is: the next question may be answered", async () => {
    const path = newPath();
    let frames = 0;
    listen(path, {
      frame: (frame, socket) => {
        if (frames++ > 0) answerWith(socket, frame, 7);
        else socket.write(newFrame(frame.id, ends.refused, 0, 0).bytes);
      },
    });
    const gpu = connection(path);
    expect([await ask(gpu), await ask(gpu)]).toEqual([null, 7]);
  });
});
