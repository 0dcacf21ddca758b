import { beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Socket } from "bun";
import { fixtureBytes } from "../../../scripts/common/fixtures.ts";
import { saidBy } from "../../../scripts/common/said.ts";
import { isAlive, until } from "../../../scripts/rig/processes.ts";
import type { Reading } from "../../../src/reading/reading.ts";
import { ends, type Frame, FrameReader, FrameSender, newFrame } from "../../../src/workers/gpu/frames.ts";
import type { GpuEvent, GpuOptions } from "../../../src/workers/gpu/gpu.ts";
import { type Slot, usualSlots } from "../../../src/workers/gpu/slots.ts";
import type { PoolEvent, WorkerPool } from "../../../src/workers/pool.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { failureOf } from "../../support/failure.ts";
import { testGpu } from "../../support/gpu.ts";
import { testPool } from "../../support/pool.ts";

const screen = "samsung-home-en-light.png";
const bytes = fixtureBytes("images", screen);

let expected: Partial<Reading>;
beforeAll(async () => {
  expected = saidBy((await testPool().read(screen, bytes)).reading);
});

interface Trial {
  readonly pool: WorkerPool;
  readonly events: PoolEvent[];
  readonly pid: () => number;
  readonly path: string;
}

/** A pool whose models run in a process of their own, that is ready. */
async function trial(over: Partial<GpuOptions> = {}): Promise<Trial> {
  const gpu = testGpu({ isRequired: false, ...over });
  const pool = testPool({ gpu });
  const events: PoolEvent[] = [];
  pool.listen((event) => events.push(event));
  await gpu.start();
  return { pool, events, pid: () => gpu.state.pid ?? 0, path: gpu.access.path };
}

function inputsOf(events: readonly PoolEvent[]): number {
  return events.reduce((sum, event) => sum + (event.type === "gpu-ran" ? event.inputs : 0), 0);
}

describe("a GPU", () => {
  test("reads what the CPU reads, and is nobody else's", async () => {
    const { pool, events, path } = await trial();
    const { reading, fellBack } = await pool.read(screen, bytes);
    expect(saidBy(reading)).toEqual(expected);
    expect(fellBack).toBe(0);
    await until("it says what it did", () => inputsOf(events) > 0);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o077).toBe(0);
    await pool.close();
    expect(existsSync(dirname(path))).toBe(false);
  });

  test("clears away what programs left that were killed, and nothing of those that live", async () => {
    const { path } = await trial({ slots: [] });
    const own = dirname(path);
    const left = own.replace(`-${process.pid}-`, "-4194305-");
    mkdirSync(left);
    await trial({ slots: [] });
    expect([existsSync(left), existsSync(own)]).toEqual([false, true]);
  });

  test("runs lines of several pictures together, and gives each picture its own", async () => {
    const gpu = testGpu({ slots: usualSlots, waitMs: 50 });
    const pool = testPool({ gpu, size: 2 });
    const events: PoolEvent[] = [];
    pool.listen((event) => events.push(event));
    await gpu.start();
    const other = "fitbit-home-cards-en-light.png";
    const [one, two] = await Promise.all([
      pool.read(screen, bytes),
      pool.read(other, fixtureBytes("images", other)),
    ]);
    expect(saidBy(one.reading)).toEqual(expected);
    expect(saidBy(two.reading)).toEqual(
      saidBy((await testPool().read(other, fixtureBytes("images", other))).reading),
    );
    await until("it says what it did", () => inputsOf(events) > 0);
    const batches = events.reduce((sum, event) => sum + (event.type === "gpu-ran" ? event.batches : 0), 0);
    expect(batches).toBeLessThan(inputsOf(events) / 2);
  });

  test("that is killed amid a picture costs it nothing, and is back later", async () => {
    const { pool, events, pid } = await trial();
    await pool.read(screen, bytes);
    const first = pid();
    const reading = pool.read(screen, bytes);
    await until("the picture is being read", () => pool.load.busy === 1);
    process.kill(first, "SIGKILL");
    expect(saidBy((await reading).reading)).toEqual(expected);
    await until("its loss is told", () =>
      events.some((event) => event.type === "gpu-lost" && event.why === "died"),
    );
    await until("it is back", () => pid() !== 0 && pid() !== first);
    const before = inputsOf(events);
    await until("it is used again", async () => {
      expect(saidBy((await pool.read(screen, bytes)).reading)).toEqual(expected);
      return inputsOf(events) > before;
    });
    expect(events.some((event) => event.type === "gpu-fell-back" && event.runs > 0)).toBe(true);
  });

  test("that answers no more is waited for until the deadline, and replaced", async () => {
    const { pool, events, pid } = await trial({ lateMs: 300, silentSeconds: 3 });
    const first = pid();
    process.kill(first, "SIGSTOP");
    const { reading, fellBack } = await pool.read(screen, bytes);
    expect(saidBy(reading)).toEqual(expected);
    expect(fellBack).toBePositive();
    await until("its silence is told", () =>
      events.some((event) => event.type === "gpu-lost" && event.why === "hung"),
    );
    expect(isAlive(first)).toBe(false);
    await until("it is back", () => pid() !== 0);
  });

  test("that has no room leaves the work to the CPU, and says so", async () => {
    const { pool, events } = await trial({ mostWaiting: 0 });
    const { reading, fellBack } = await pool.read(screen, bytes);
    expect(saidBy(reading)).toEqual(expected);
    expect(fellBack).toBePositive();
    await until("it says so", () => events.some((event) => event.type === "gpu-ran" && event.refused > 0));
  });

  test("that takes too much memory is replaced", async () => {
    const { events } = await trial({ memoryLimitMb: 1 });
    await until("it is killed", () =>
      events.some((event) => event.type === "gpu-lost" && event.why === "memory"),
    );
  });

  test("that is away is waited for by nobody", async () => {
    const gpu = testGpu({ isRequired: false });
    const pool = testPool({ gpu });
    pool.warmUp();
    await until("its worker is ready", () => pool.load.idle === 1);
    expect(saidBy((await pool.read(screen, bytes)).reading)).toEqual(expected);
  });
});

/** Has a process not end although it is killed, until it is released. */
async function hold(pid: number): Promise<{ readonly isHeld: boolean; readonly release: () => void }> {
  const command = [process.execPath, join(import.meta.dir, "..", "..", "support", "process-holder.ts")];
  const holder = Bun.spawn([...command, String(pid)], { stdout: "pipe", stderr: "inherit" });
  const { value } = await holder.stdout.getReader().read();
  return {
    isHeld: new TextDecoder().decode(value).startsWith("true"),
    release: () => holder.kill("SIGKILL"),
  };
}

/** Whether this user may hold processes: not everywhere. */
async function tryToHold(): Promise<boolean> {
  const child = Bun.spawn(["sleep", "60"]);
  const { isHeld, release } = await hold(child.pid);
  release();
  child.kill("SIGKILL");
  return isHeld;
}

const mayHold = await tryToHold();

const line: Slot = { model: "tally/tally.onnx", input: [1, 32, 64], batches: [1], aPicture: 1 };

/** Sends this, and waits for the first answer to it. */
function answerTo(path: string, bytes: Uint8Array): Promise<Frame | "hung up"> {
  const { promise, resolve, reject } = Promise.withResolvers<Frame | "hung up">();
  const reader = new FrameReader(resolve);
  const sender = new FrameSender((rest) => socket?.write(rest) ?? 0);
  let socket: Socket<undefined> | null = null;
  Bun.connect({
    unix: path,
    socket: {
      open(opened) {
        socket = opened;
        cleanUp(() => void opened.terminate());
        sender.send(bytes);
      },
      data: (_socket, piece) => reader.push(piece),
      drain: () => sender.flush(),
      close: () => resolve("hung up"),
    },
  }).catch(reject);
  return promise;
}

describe("the process that owns a GPU", () => {
  test("ends when the program that started it is killed, also when it does nothing itself", async () => {
    const program = Bun.spawn(
      [process.execPath, join(import.meta.dir, "..", "..", "support", "gpu-holder.ts")],
      {
        stdout: "pipe",
        stderr: "inherit",
      },
    );
    let said = "";
    for await (const chunk of program.stdout) {
      said += new TextDecoder().decode(chunk);
      if (said.includes("\n")) break;
    }
    const pid = Number(said);
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, "SIGSTOP");
    program.kill("SIGKILL");
    await program.exited;
    await until("it is gone", () => !isAlive(pid));
  });

  test("that cannot start is told of with what it said last, and only who needs it is refused", async () => {
    const command = ["sh", "-c", "echo no such device >&2; exit 7"];
    const { code, message } = await failureOf(() => testGpu({ command }).start());
    expect(code).toBe("GPU_UNAVAILABLE");
    expect(message).toContain("it ended with status 7 (no such device)");
    const optional = testGpu({ command, isRequired: false });
    await optional.start();
    expect(optional.state).toMatchObject({ device: null, because: message });
  });

  test("is known to have ended also while what it started itself holds its output open", async () => {
    for (const [command, words] of [
      ["sleep 20 & echo no such device >&2; exit 7", "it ended with status 7 (no such device)"],
      ["sleep 20 & exec sleep 20", "it was not ready after 1 s"],
    ] as const) {
      const gpu = testGpu({ command: ["sh", "-c", command], isRequired: false, startSeconds: 1 });
      await gpu.start();
      expect(gpu.state.because).toContain(words);
    }
  });

  test("is done without where its socket cannot be cleared away", async () => {
    const gpu = testGpu({ slots: [], isRequired: false });
    mkdirSync(gpu.access.path);
    await gpu.start();
    expect(gpu.state.because).toContain("it could not be started (");
  });

  test("hangs up on who sends what no worker sends, and does what others ask", async () => {
    const gpu = testGpu({ slots: [line] });
    await gpu.start();
    const size = 32 * 64;
    for (const [slot, width, count] of [
      [1, 64, size],
      [0, 64, size - 64],
      [0, 65, size],
    ] as const)
      expect(await answerTo(gpu.access.path, newFrame(1, slot, width, count).bytes)).toBe("hung up");
    const answer = await answerTo(gpu.access.path, newFrame(7, 0, 64, size).bytes);
    expect(answer).toMatchObject({ id: 7, tag: ends.done });
  });

  test("answers without numbers where a run gives none", async () => {
    const gpu = testGpu({ slots: [line] });
    const events: GpuEvent[] = [];
    gpu.listen((event) => events.push(event));
    await gpu.start();
    const frame = newFrame(7, 0, 64, 32 * 64);
    frame.numbers.fill(Number.NaN);
    const { tag, numbers } = (await answerTo(gpu.access.path, frame.bytes)) as Frame;
    expect([tag, numbers.length]).toEqual([ends.refused, 0]);
    await until("it says so", () => events.some((event) => event.type === "gpu-ran" && event.refused === 1));
  });

  test.skipIf(!mayHold)(
    "is done without while it does not end although it was killed, and followed once it has",
    async () => {
      const gpu = testGpu({ slots: [], isRequired: false, silentSeconds: 3 });
      await gpu.start();
      const first = gpu.state.pid ?? 0;
      const holder = await hold(first);
      cleanUp(holder.release);
      process.kill(first, "SIGSTOP");
      await until("its loss is told", () => gpu.state.pid === null);
      expect(gpu.state.because).toContain("it said nothing for 3 s");
      expect(isAlive(first)).toBe(true);
      holder.release();
      await until("the next one is there", () => gpu.state.pid !== null);
    },
  );

  test("ends itself when a run does not end", async () => {
    const { message } = await failureOf(() => testGpu({ runSeconds: 0.001 }).start());
    expect(message).toContain("(a run did not end within 0.001 s)");
  });

  test("that is never ready is given up", async () => {
    const { message } = await failureOf(() =>
      testGpu({ command: ["sleep", "60"], startSeconds: 0.2 }).start(),
    );
    expect(message).toContain("it was not ready after 0.2 s");
  });
});
