import { dlopen, FFIType } from "bun:ffi";
import { writeFileSync } from "node:fs";

/** Linux: the signal that a process gets when its parent dies. */
const prSetParentDeathSignal = 1;
const sigkill = 9;

/**
 * How a child process of a pool lives: it ends with the pool, is the first to go when memory runs out, and leaves Ctrl-C to
 * the pool.
 */
export function liveForParent(): void {
  dieWithParent();
  beTakenFirst();
  // Ctrl-C goes to the whole process group; the pool decides when a child ends.
  process.on("SIGINT", () => {});
  process.on("disconnect", () => process.exit(0));
}

/** When the machine runs out of memory, the kernel is to end this process and not the one that keeps the queue. */
function beTakenFirst(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", "800");
  } catch {
    // Not everywhere may a process say so.
  }
}

/** A child whose pool was killed would otherwise finish what it has in hand, and hold memory until then. */
function dieWithParent(): void {
  const parent = process.ppid;
  const libc = dlopen("libc.so.6", {
    prctl: { args: [FFIType.i32, FFIType.u64, FFIType.u64, FFIType.u64, FFIType.u64], returns: FFIType.i32 },
  });
  libc.symbols.prctl(prSetParentDeathSignal, sigkill, 0, 0, 0);
  // The parent may have died before the kernel was told.
  if (process.ppid !== parent) process.exit(1);
}
