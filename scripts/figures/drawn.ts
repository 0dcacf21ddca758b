import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Result } from "../../src/eval/document.ts";
import { loadSet } from "../../src/eval/set.ts";
import { begin } from "../common/progress.ts";
import { measureAccuracy } from "./accuracy.ts";

/** Always the same screens. */
const seed = "1";

/** Draws so many screens into a temporary folder, reads them, and removes them. */
export async function measureDrawn(count: number): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-drawn-"));
  try {
    begin(`drawing ${count} screens`);
    const script = join(import.meta.dir, "..", "draw", "main.ts");
    const child = Bun.spawn(
      [process.execPath, script, "--out", folder, "--count", String(count), "--seed", seed],
      { stdout: "ignore", stderr: "inherit" },
    );
    const status = await child.exited;
    if (status !== 0) throw new Error(`scripts/draw/main.ts ended with status ${status}.`);
    return await measureAccuracy("drawn screens", loadSet(folder), []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
