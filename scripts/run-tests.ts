/**
 * Runs the tests in several processes at once. Prints what fails, how far it is, and at the end the slowest ten and once more
 * the names of what failed. What fails is tried once more, since a whole run beside other work always finds a test that waits for too
 * little; what passes then is named as well. Ends with the status of `bun test`.
 *
 *   bun scripts/run-tests.ts [what `bun test` takes: files, folders, -t <name>, …]
 *
 * With --update-timings it writes how long each file takes to test/timings.json, by which the longest begin first.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cores, memory } from "../src/host/resources.ts";
import { bundlePrograms } from "./rig/bundle-programs.ts";
import { Output } from "./run-tests/output.ts";
import { type Ran, slowestOf, testsIn } from "./run-tests/report.ts";

/** Most tests mostly wait: for processes that start, for answers, for a time to pass. */
const processesPerCore = 3;
/** What one of them takes with the services and workers that its tests start, in bytes. */
const memoryOfProcess = 1.2e9;
/** A test that takes longer hangs, in milliseconds: no machine is as busy as that. */
const timeout = 300_000;
/** How often is said how far it is, in milliseconds. */
const interval = 15_000;

const root = join(import.meta.dir, "..");
const words = process.argv.slice(2);
const began = performance.now();
const output = new Output();
mkdirSync(join(root, ".tools"), { recursive: true });
const folder = mkdtempSync(join(root, ".tools", "tests-"));
try {
  await bundlePrograms(root, folder);
  const report = join(folder, "report.xml");
  process.exitCode = await runTests(report);
  if (existsSync(report)) tellOf(testsIn(readFileSync(report, "utf8")));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs them, prints how it goes, and gives the status of `bun test`. */
async function runTests(report: string): Promise<number> {
  const command = [
    process.execPath,
    "test",
    `--timeout=${timeout}`,
    `--parallel=${processes()}`,
    "--retry=1",
    `--timings=${join("test", "timings.json")}`,
    "--reporter=junit",
    `--reporter-outfile=${report}`,
    ...words,
  ];
  // Bun tells of tests on one stream and prints what they say on the other: in one they keep their order.
  const child = Bun.spawn(["sh", "-c", 'exec "$@" 2>&1', "sh", ...command], {
    cwd: root,
    env: { ...process.env, BUNDLED_PROGRAMS: folder },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  // Whoever ends it ends the tests, and what was made for them goes.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  const timer = setInterval(tellProgress, interval);
  try {
    await forward(child.stdout);
    return await child.exited;
  } finally {
    clearInterval(timer);
  }
}

function tellProgress(): void {
  const { files, passed, failed } = output.progress;
  const all = words.length === 0 ? ` of ${allFiles()}` : "";
  console.log(`-- ${after()}: ${passed} tests passed, ${failed} failed, ${files}${all} files begun`);
}

function tellOf(tests: readonly Ran[]): void {
  console.log("\nThe slowest ten:");
  for (const { seconds, file, name } of slowestOf(tests, 10))
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${file}: ${name}`);
  if (output.again.length > 0) console.log("\nFailed first, and passed when tried again:");
  for (const name of output.again) console.log(`  ${name}`);
  const failed = tests.filter(({ isFailed }) => isFailed);
  if (failed.length > 0) console.log("\nFailed:");
  for (const { file, name } of failed) console.log(`  ${file}: ${name}`);
}

function allFiles(): number {
  return [...new Bun.Glob("test/**/*.test.ts").scanSync(root)].length;
}

/** As many as the cores and the memory that are free now are good for. */
function processes(): number {
  const most = Math.floor(memory().availableBytes / memoryOfProcess);
  return Math.max(1, Math.min(processesPerCore * cores().count, most));
}

function after(): string {
  const seconds = Math.round((performance.now() - began) / 1000);
  return `after ${seconds < 60 ? "" : `${Math.floor(seconds / 60)} min `}${seconds % 60} s`;
}

async function forward(stream: ReadableStream<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) process.stdout.write(output.take(line));
  }
  if (rest !== "") process.stdout.write(output.take(rest));
}
