import type { Command } from "commander";
import { workerCommand } from "../common/own-program.ts";

/** Adds the hidden `ocr-eco worker`. */
export function registerWorker(program: Command): void {
  program.command(workerCommand, { hidden: true }).action(async () => {
    if (process.send === undefined) {
      throw program.error(`"${workerCommand}" is started by ocr-eco itself and cannot be used alone`);
    }
    const { runWorker } = await import("../../src/workers/child.ts");
    runWorker();
  });
}
