import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { layoutFile, layoutName, unknownLayout } from "../../src/native/layout.ts";

/**
 * Writes into a finished executable where its embedded files lie in it, in the place of the empty layout that was embedded.
 *
 * @param staged the folder whose files were embedded, unchanged
 * @param names of the files that are to be found without asking Bun for them
 */
export function fillInLayout(executable: string, staged: string, names: readonly string[]): void {
  const bytes = readFileSync(executable);
  const offsetOf = (name: string, content: Uint8Array): number => {
    const offset = bytes.indexOf(content);
    if (offset === -1) throw new Error(`${executable} does not hold ${name} as it was staged`);
    return offset;
  };
  const place = offsetOf(layoutName, unknownLayout);
  if (bytes.indexOf(unknownLayout, place + 1) !== -1) throw new Error(`${executable} holds two layouts`);
  const files = names.map((name) => {
    const content = readFileSync(join(staged, name));
    return [name, [offsetOf(name, content), content.length]] as const;
  });
  const layout = { files: Object.fromEntries([[layoutName, [place, unknownLayout.length]], ...files]) };
  const descriptor = openSync(executable, "r+");
  try {
    writeSync(descriptor, layoutFile(layout), 0, unknownLayout.length, place);
  } finally {
    closeSync(descriptor);
  }
}
