/**
 * Writes deploy/kubernetes from the typed objects in kubernetes/. With --check it writes nothing, and says which files are not
 * what it would write.
 *
 *   bun scripts/kubernetes.ts [--check]
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { folder, writtenFiles } from "./kubernetes/files.ts";
import { filesOnDisk } from "./kubernetes/on-disk.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const wanted = writtenFiles();
const there = filesOnDisk(folder);
const differing = [...new Set([...wanted.keys(), ...there.keys()])].filter(
  (path) => wanted.get(path) !== there.get(path),
);

if (values.check) {
  for (const path of differing)
    console.error(`deploy/kubernetes/${path} is not what scripts/kubernetes.ts writes`);
  process.exitCode = differing.length > 0 ? 1 : 0;
} else {
  for (const path of differing) {
    const file = join(folder, path);
    const text = wanted.get(path);
    if (text === undefined) rmSync(file);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}
