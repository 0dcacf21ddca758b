import { dlopen, FFIType } from "bun:ffi";
import { writeFileSync } from "node:fs";
import { toFailure } from "../errors.ts";
import { residentBytes } from "../host/resident.ts";
import { type EffortLimits, effortWithin, wholeEffort } from "../reading/effort.ts";
import { type Engines, loadEngines } from "../reading/engines/choose.ts";
import { drawOverlay } from "../reading/overlay.ts";
import { readPicture } from "../reading/read.ts";
import type { FromWorker, Picture, ToWorker } from "./protocol.ts";

/** Linux: the signal that a process gets when its parent dies. */
const prSetParentDeathSignal = 1;
const sigkill = 9;

/**
 * The life of a worker process: load the engines, then read one picture after the other. It speaks with its
 * pool over Bun's IPC and must be started by one.
 */
export function runWorker(): void {
  dieWithParent();
  beTakenFirst();
  // Ctrl-C goes to the whole process group; the pool decides when a worker ends.
  process.on("SIGINT", () => {});
  process.on("disconnect", () => process.exit(0));
  let engines: Promise<Engines> | undefined;
  let limits: EffortLimits = wholeEffort;
  process.on("message", (message: ToWorker) => {
    if (message.type === "configure") {
      engines = loadEngines(message.engines);
      limits = effortWithin(message.timeoutSeconds);
      engines.then(
        () => send({ type: "ready" }),
        (error) => send({ type: "unusable", failure: toFailure(error) }),
      );
    } else if (engines !== undefined) {
      void read(engines, message.id, message.picture, limits);
    }
  });
}

async function read(
  loading: Promise<Engines>,
  id: number,
  picture: Picture,
  limits: EffortLimits,
): Promise<void> {
  const { name, bytes, options } = picture;
  try {
    const { reading, raster, isHurried } = await readPicture(bytes, name, await loading, options, limits);
    const overlay = picture.overlay ? await drawOverlay(raster, reading) : null;
    send({ type: "done", id, result: { reading, overlay, isHurried }, residentBytes: residentBytes() });
  } catch (error) {
    send({ type: "failed", id, failure: toFailure(error), residentBytes: residentBytes() });
  }
  // A picture's pixels are tens of megabytes that the engine does not hurry to give back by itself.
  Bun.gc(true);
}

/** When the machine runs out of memory, the kernel is to end this process and not the one that keeps the queue. */
function beTakenFirst(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", "800");
  } catch {
    // Not everywhere may a process say so.
  }
}

function send(message: FromWorker): void {
  process.send?.(message);
}

/** A worker whose pool was killed would otherwise finish its picture, and hold memory until then. */
function dieWithParent(): void {
  const parent = process.ppid;
  const libc = dlopen("libc.so.6", {
    prctl: { args: [FFIType.i32, FFIType.u64, FFIType.u64, FFIType.u64, FFIType.u64], returns: FFIType.i32 },
  });
  libc.symbols.prctl(prSetParentDeathSignal, sigkill, 0, 0, 0);
  // The parent may have died before the kernel was told.
  if (process.ppid !== parent) process.exit(1);
}
