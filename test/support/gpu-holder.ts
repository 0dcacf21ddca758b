/** A program with a GPU, in whose place is the CPU, that prints the process id of its owner and waits: it is there to be killed. */

import { nearGpu } from "../../scripts/rig/near-gpu.ts";
import { Gpu } from "../../src/workers/gpu/gpu.ts";

const gpu = new Gpu(nearGpu({ slots: [] }));
await gpu.start();
console.log(gpu.state.pid);
setInterval(() => {}, 1000);
