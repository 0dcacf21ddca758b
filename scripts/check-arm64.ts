/**
 * Checks dist/ocr-eco-linux-arm64 on a machine that is no arm64: its contents byte by byte, and how far it
 * runs under qemu-user-static. Says of everything whether it was checked, tried, or could not be tried.
 */
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { dataFiles, nativeFiles } from "../src/native/catalog.ts";
import { type NativeManifest, packedLibraryName } from "../src/native/manifest.ts";
import { checksumOf, unpackLibrary } from "../src/native/packed.ts";
import { elfArchitecture } from "./build/elf.ts";
import { stageFolder } from "./build/stage.ts";
import { BareRoot } from "./smoke/bare-root.ts";
import { sample } from "./smoke/sample.ts";
import { contains, Steps, same } from "./smoke/steps.ts";

const root = join(import.meta.dir, "..");
const executable = join(root, "dist", "ocr-eco-linux-arm64");
const staged = stageFolder(root, "arm64");
const emulator = Bun.which("qemu-aarch64-static");
/** Debian's packages libc6-arm64-cross, libstdc++6-arm64-cross and libgcc-s1-arm64-cross. */
const libraries = "/usr/aarch64-linux-gnu/lib";

const steps = new Steps();
const manifest: NativeManifest = JSON.parse(readFileSync(join(staged, "native", "manifest.json"), "utf8"));

await steps.step("the executable is made for arm64", () => {
  same(elfArchitecture(executable), "arm64", "architecture");
});

await steps.step("every native library is in the manifest and made for arm64", () => {
  same(manifest.architecture, "arm64", "manifest");
  same(manifest.files.length, nativeFiles("arm64").length, "number of libraries");
  for (const file of manifest.files) {
    const packed = new Uint8Array(readFileSync(join(staged, packedLibraryName(file))));
    const content = (): Generator<Uint8Array> =>
      unpackLibrary(file, (start, size) => packed.slice(start, start + size));
    const [head] = content();
    same(elfArchitecture(head ?? new Uint8Array()), "arm64", file.path);
    same(checksumOf(content()), file.checksum, file.path);
  }
});

await steps.step("every library, model and language file is in the executable, byte by byte", () => {
  const bytes = readFileSync(executable);
  const files = [...manifest.files.map(packedLibraryName), ...dataFiles.map(({ name }) => `data/${name}`)];
  for (const file of files) {
    if (!bytes.includes(readFileSync(join(staged, file)))) throw new Error(`${file} is not in it`);
  }
});

if (emulator === null) {
  await steps.lacksPackage(
    "running it",
    "qemu-aarch64-static is not installed (Debian package qemu-user-static)",
  );
} else if (!existsSync(libraries)) {
  await steps.lacksPackage(
    "running it",
    "there is no C++ library for arm64 (Debian packages libc6-arm64-cross, libstdc++6-arm64-cross, libgcc-s1-arm64-cross)",
  );
} else {
  await tryUnder(emulator);
}
process.exitCode = steps.finish("arm64");

async function tryUnder(qemu: string): Promise<void> {
  using bare = new BareRoot(executable, "arm64", [libraries], qemu);
  const obstacle = await bare.obstacle();
  if (obstacle !== null) {
    // Before Linux 6.7 only the machine's administrator can name an emulator, for everybody at once.
    steps.cannotTry("running it", `this system lets no namespace register an emulator (${obstacle})`);
    return;
  }
  await steps.step("emulated: --version", async () => {
    const { status, stdout, stderr } = await bare.run(["--version"]);
    same(status, 0, stderr.trim().slice(0, 500));
    contains(stdout, "on linux-arm64");
  });
  await steps.step("emulated: --help, licenses, wrong usage", async () => {
    contains((await bare.run(["--help"])).stdout, "Usage: ocr-eco");
    contains((await bare.run(["licenses"])).stdout, "sharp-linux-arm64");
    same((await bare.run(["nonsense"])).status, 2, "status");
  });
  const { path, steps: expected } = sample();
  copyFileSync(path, join(bare.folder, "pictures", basename(path)));
  await steps.step(
    "emulated: reads a screenshot, with both engines' libraries from a cold cache",
    async () => {
      const started = performance.now();
      const words = ["run", `/pictures/${basename(path)}`, "--json", "--workers", "1", "--timeout", "600"];
      const { status, stdout, stderr } = await bare.run(words);
      same(status, 0, stderr.trim().slice(-500));
      same(JSON.parse(stdout).steps, expected, "steps");
      console.log(`        (in ${((performance.now() - started) / 1000).toFixed(1)} s, emulated)`);
    },
  );
}
