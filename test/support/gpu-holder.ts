/** A program with a GPU, in whose place is the CPU, that prints the process id of its owner and waits: it is there to be killed. */
import { Gpu } from "../../src/workers/gpu/gpu.ts";
import { testGpuOptions } from "./gpu-options.ts";

const gpu = new Gpu(testGpuOptions({ slots: [] }));
await gpu.start();
console.log(gpu.state.pid);
setInterval(() => {}, 1000);
