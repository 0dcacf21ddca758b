import { rmSync } from "node:fs";
import type { Command } from "commander";
import type { Invocation } from "../common/io.ts";
import { measuredCommand } from "../common/own-program.ts";

/**
 * Adds the hidden `ocr-eco measured`: `serve`, that ends and takes its folder with it as soon as whoever started it is
 * gone, however that came about. Nobody else would: SIGKILL lets nobody clean up. Who started it hears where it listens.
 */
export function registerMeasured(program: Command, io: Invocation): void {
  program
    .command(measuredCommand, { hidden: true })
    .argument("<folder>")
    .action(async (folder: string) => {
      if (process.send === undefined) {
        throw program.error(`"${measuredCommand}" is started by ocr-eco itself and cannot be used alone`);
      }
      process.on("disconnect", () => {
        rmSync(folder, { recursive: true, force: true });
        process.exit(1);
      });
      const { serve } = await import("../serve/serve.ts");
      io.status = await serve(undefined, (address) => process.send?.({ address }));
    });
}
