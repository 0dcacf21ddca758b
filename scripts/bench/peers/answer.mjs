import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/**
 * One line of JSON for each path that comes in as a line: how long reading it took in milliseconds, the lines of text with their
 * boxes, and the most memory that this process has had so far, in bytes. The first line of all says that the reader is ready.
 *
 * @param {string} name of the package, whose version is told
 * @param {() => Promise<(path: string) => Promise<object[]>>} load gives what reads a picture; lines are as in ../reader.ts
 */
export async function answer(name, load) {
  try {
    const read = await load();
    const { version } = JSON.parse(readFileSync(join("node_modules", name, "package.json"), "utf8"));
    say({ ready: `${name} ${version}` });
    for await (const path of createInterface({ input: process.stdin })) {
      const began = performance.now();
      try {
        const lines = await read(path);
        say({ milliseconds: performance.now() - began, lines, peakBytes: peakBytes() });
      } catch (error) {
        say({ failure: String(error) });
      }
    }
  } catch (error) {
    say({ unusable: error instanceof Error ? error.message : String(error) });
  }
  process.exit();
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function peakBytes() {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1]) * 1024;
}
