import { Argument, type Command } from "commander";
import type { Invocation } from "../common/io.ts";
import { type Offer, offers } from "./completable.ts";

/** The hidden command by which shells ask for what may be typed next. */
export const offeredCommand = "offered";

/** Adds the hidden `ocr-eco offered`. */
export function registerOffered(program: Command, io: Invocation): void {
  program
    .command(offeredCommand, { hidden: true })
    .addArgument(new Argument("<what>").choices(offers))
    .argument("[words...]")
    .action(async (what: Offer, words: string[]) => {
      const { offered } = await import("./offered.ts");
      io.stdout.write(await offered(what, words));
    });
}
