import type { Command } from "commander";
import { gpuCommand } from "../common/own-program.ts";

/** Adds the hidden `ocr-eco gpu`. */
export function registerGpu(program: Command): void {
  program.command(gpuCommand, { hidden: true }).action(async () => {
    if (process.send === undefined) {
      throw program.error(`"${gpuCommand}" is started by ocr-eco itself and cannot be used alone`);
    }
    const { runGpu } = await import("../../src/workers/gpu/child.ts");
    runGpu();
  });
}
