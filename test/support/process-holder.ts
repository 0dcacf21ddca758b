/**
 * Holds a process as a debugger does: killed, it does not end until this one is. As a process whose driver hangs, that is.
 * `bun process-holder.ts <process id>` prints whether this user may do so, and waits to be killed.
 */
import { dlopen, FFIType } from "bun:ffi";

/** Numbers of Linux's ptrace.h: to begin without stopping it, and to stop it as it ends. */
const [seize, traceExit] = [0x4206, 0x40];
const { i64 } = FFIType;
const libc = dlopen("libc.so.6", { ptrace: { args: [i64, i64, i64, i64], returns: i64 } });
console.log(Number(libc.symbols.ptrace(seize, Number(process.argv[2]), 0, traceExit)) === 0);
setInterval(() => {}, 1000);
