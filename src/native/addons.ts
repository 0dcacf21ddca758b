import { tmpdir } from "node:os";
import { OcrEcoError } from "../errors.ts";
import { cacheCandidates, cacheVariable, prepareFolder, type Surroundings } from "./cache-directory.ts";
import type { AddonName } from "./catalog.ts";
import { ensureLibrary } from "./extract.ts";
import { type ManifestFile, type NativeManifest, readManifest } from "./manifest.ts";
import { unpackLibrary } from "./packed.ts";

/** What loading an addon needs from outside; parameters so that tests can show each way to fail. */
export interface AddonSource {
  readonly manifest: NativeManifest;
  /** The content of a library, piece by piece. */
  readonly content: (file: ManifestFile) => Iterable<Uint8Array>;
  readonly surroundings: Surroundings;
  /** Opens the library at this path and returns what it exports. */
  readonly open: (path: string) => unknown;
}

/**
 * Loads a native addon of the executable and returns its exports: its libraries are written to the cache
 * on first use, checked on every later one. Only the build refers to this function, in place of the code
 * with which sharp and onnxruntime-node look for their libraries in node_modules.
 *
 * @throws OcrEcoError `NATIVE_UNAVAILABLE`: no folder could hold the libraries, or this system cannot load them.
 */
export function loadAddon(addon: AddonName): unknown {
  return loadAddonFrom(addon, {
    manifest: readManifest(),
    content: (file) => unpackLibrary(file),
    surroundings: { env: process.env, temporaryFolder: tmpdir(), user: process.getuid?.() ?? 0 },
    open: openLibrary,
  });
}

/** As `loadAddon`, with everything it touches given. */
export function loadAddonFrom(addon: AddonName, source: AddonSource): unknown {
  const { manifest, content, surroundings } = source;
  const files = manifest.files.filter((file) => file.addon === addon);
  const refusals: string[] = [];
  for (const candidate of cacheCandidates(surroundings)) {
    let entryPath: string | undefined;
    try {
      const folder = prepareFolder(candidate, manifest.key, surroundings.user);
      for (const file of files) {
        const path = ensureLibrary(folder, file, () => content(file));
        if (file.entry) entryPath = path;
      }
    } catch (error) {
      refusals.push(`${candidate} (${reason(error)})`);
      continue;
    }
    if (entryPath === undefined) throw new Error(`The manifest has no entry file for ${addon}.`);
    try {
      return source.open(entryPath);
    } catch (error) {
      if (!isNoExec(error)) throw cannotLoad(addon, error);
      refusals.push(`${candidate} (mounted noexec)`);
    }
  }
  throw new OcrEcoError(
    "NATIVE_UNAVAILABLE",
    `No folder can hold the native libraries of ocr-eco, tried ${refusals.join(", ")}; set ${cacheVariable} to a folder that you can write to and that is not mounted noexec.`,
  );
}

function openLibrary(path: string): unknown {
  const module = { exports: {} };
  process.dlopen(module, path);
  return module.exports;
}

/** The words of glibc's loader when the file system forbids to map code from it. */
function isNoExec(error: unknown): boolean {
  return /failed to map segment|Operation not permitted/i.test(reason(error));
}

function cannotLoad(addon: AddonName, error: unknown): OcrEcoError {
  return new OcrEcoError(
    "NATIVE_UNAVAILABLE",
    `This system cannot load ${addon} (${reason(error)}); ocr-eco needs glibc 2.28 or newer and libstdc++ (Debian's package libstdc++6).`,
    { cause: error },
  );
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
