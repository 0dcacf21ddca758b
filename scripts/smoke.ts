/**
 * Tries the executable the way a person would meet it: alone on a machine without anything else.
 * `bun scripts/smoke.ts` tries dist/ocr-eco. Needs to be root, or a kernel that gives namespaces to users.
 */
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import packageJson from "../package.json";
import { ownArchitecture } from "./build/packages.ts";
import { BareRoot, nobody, ownLibraryFolders, type Result } from "./smoke/bare-root.ts";
import { sample } from "./smoke/sample.ts";
import { dataFolder, tryServing } from "./smoke/serving.ts";
import { contains, Steps, same } from "./smoke/steps.ts";

const executable = join(import.meta.dir, "..", "dist", "ocr-eco");
const architecture = ownArchitecture();
const { path: samplePath, steps: expectedSteps } = sample();
const picture = `/pictures/${basename(samplePath)}`;
const readPicture = ["run", picture, "--json", "--workers", "1"];

const steps = new Steps();
using root = new BareRoot(executable, architecture, ownLibraryFolders(architecture));
copyFileSync(samplePath, join(root.folder, picture));
const filesBefore = root.files();

function newFiles(): string[] {
  return root.files().filter((file) => !filesBefore.includes(file));
}

function assertRead(result: Result): void {
  const [line = "", ...more] = result.stdout.trim().split("\n");
  if (result.status !== 0) throw new Error(`status ${result.status}: ${result.stderr.trim().slice(0, 500)}`);
  same(more, [], "further lines");
  same(JSON.parse(line).steps, expectedSteps, "steps");
}

/** The libraries that lie in the cache, by their names in it. */
function cachedLibraries(): Map<string, Buffer> {
  const paths = newFiles().filter((file) => file.startsWith("/home/.cache/ocr-eco/"));
  return new Map(paths.map((path) => [path, readFileSync(join(root.folder, path))]));
}

await steps.step("--version, --help and licenses answer and write nothing", async () => {
  const version = await root.run(["--version"]);
  same(version.status, 0, "status");
  contains(version.stdout, `ocr-eco ${packageJson.version} (commit `);
  contains(version.stdout, `Bun ${Bun.version} on linux-${architecture}`);
  contains((await root.run(["--help"])).stdout, "Usage: ocr-eco");
  const licenses = await root.run(["licenses"]);
  for (const part of ["libvips", "onnxruntime-node", "PP-OCRv4", "JavaScriptCore"])
    contains(licenses.stdout, part);
  same(newFiles(), [], "new files");
});

await steps.step("it does not contain the path of this checkout", () => {
  same(readFileSync(executable).includes(`${join(import.meta.dir, "..")}/`), false, "contains it");
});

await steps.step("wrong usage ends with status 2", async () => {
  for (const words of [[], ["nonsense"], ["--nonsense"]]) same((await root.run(words)).status, 2, "status");
});

await steps.step("eight at once on a cold cache all read the picture", async () => {
  const results = await Promise.all(Array.from({ length: 8 }, () => root.run(readPicture)));
  results.forEach(assertRead);
});

await steps.step("only libraries in the cache were written: no telemetry, no temporary files", () => {
  const names = newFiles().map((file) => file.replace(/^\/home\/\.cache\/ocr-eco\/native-[^/]+\//, ""));
  const expected = [
    "onnxruntime/libonnxruntime.so.1",
    "onnxruntime/onnxruntime_binding.node",
    /^sharp-libvips-linux-\w+\/lib\/libvips-cpp\.so\.[\d.]+$/,
    /^sharp-linux-\w+\/lib\/sharp-linux-[\w.-]+\.node$/,
  ];
  const unexpected = names.filter((name, i) => {
    const pattern = expected[i];
    return pattern instanceof RegExp ? !pattern.test(name) : name !== pattern;
  });
  same(unexpected, [], "unexpected files");
  same(names.length, expected.length, "number of files");
});

await steps.step(
  "serves, reads an upload, ends when it is told to, and writes into its data folder only",
  async () => {
    const before = root.files();
    await tryServing(root, samplePath, expectedSteps);
    const outside = root
      .files()
      .filter((file) => !before.includes(file) && !file.startsWith(`${dataFolder}/`));
    same(outside, ["/.env"], "files outside");
  },
);

const intact = cachedLibraries();
for (const [path, content] of intact) {
  await steps.step(`${basename(path)} heals when it is cut short, and when a bit is flipped`, async () => {
    const file = join(root.folder, path);
    truncateSync(file, Math.floor(content.length / 2));
    assertRead(await root.run(readPicture));
    same(readFileSync(file).equals(content), true, "healed after it was cut short");
    const flipped = Buffer.from(content);
    flipped.writeUInt8(flipped.readUInt8(content.length - 100) ^ 1, content.length - 100);
    writeFileSync(file, flipped);
    assertRead(await root.run(readPicture));
    same(readFileSync(file).equals(content), true, "healed after a bit was flipped");
  });
}

rmSync(join(root.folder, "home", ".cache"), { recursive: true, force: true });

await steps.step("reads from a read-only file system with a writable /tmp", async () => {
  assertRead(await root.run(readPicture, { readOnly: true }));
});

await steps.step("reads where the home folder is mounted noexec", async () => {
  assertRead(await root.run(readPicture, { home: "/noexec" }));
});

if (process.getuid?.() === 0) {
  await steps.step("reads as nobody, who has no home", async () => {
    assertRead(await root.run(readPicture, { user: nobody, home: "/nonexistent" }));
  });
} else {
  steps.cannotTry("reads as nobody", "only root can become nobody");
}

await steps.step("says which variable to set where nothing can be written", async () => {
  rmSync(join(root.folder, "tmp"), { recursive: true });
  writeFileSync(join(root.folder, "tmp"), "");
  const { status, stdout, stderr } = await root.run(readPicture, { home: "/dev/null" });
  same(status, 1, "status");
  contains(stdout + stderr, "OCR_ECO_CACHE_DIR");
});

process.exitCode = steps.finish("smoke test");
