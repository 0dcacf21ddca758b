import { accessSync, constants, mkdirSync } from "node:fs";
import { OcrEcoError } from "../../errors.ts";

/** Makes a data folder, for its owner only, unless it is there. Throws `DATA_DIR_UNUSABLE` when it cannot be written. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new OcrEcoError(
      "DATA_DIR_UNUSABLE",
      `The data folder ${folder} cannot be used (${code}). Set DATA_DIR to a folder that this user may write to.`,
      { cause: error },
    );
  }
}
