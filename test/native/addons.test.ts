import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { OcrEcoError } from "../../src/errors.ts";
import { type AddonSource, loadAddonFrom } from "../../src/native/addons.ts";
import { libraryOf } from "../support/library.ts";
import { temporaryFolder } from "../support/temporary.ts";

const content = randomBytes(1000);

function source(
  over: Partial<AddonSource> & { env: Record<string, string>; temporary: string },
): AddonSource {
  return {
    manifest: { architecture: "x64", key: "native-x64-abc", files: [libraryOf(content, "lib/sharp.node")] },
    content: () => [content],
    surroundings: { env: over.env, temporaryFolder: over.temporary, user: process.getuid?.() ?? 0 },
    open: (path) => path,
    ...over,
  };
}

function failureOf(action: () => unknown): OcrEcoError {
  try {
    action();
  } catch (error) {
    if (error instanceof OcrEcoError) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}

describe("loading a native addon", () => {
  test("opens its entry file in the folder for this build", () => {
    const home = temporaryFolder();
    const opened = loadAddonFrom("sharp", source({ env: { HOME: home }, temporary: temporaryFolder() }));
    expect(opened).toBe(join(home, ".cache/ocr-eco/native-x64-abc/lib/sharp.node"));
  });

  test("goes on to the next folder when one cannot be written to", () => {
    const temporary = temporaryFolder();
    const notAFolder = join(temporary, "file");
    writeFileSync(notAFolder, "");
    const opened = loadAddonFrom("sharp", source({ env: { OCR_ECO_CACHE_DIR: notAFolder }, temporary }));
    expect(opened).toStartWith(join(temporary, "ocr-eco-"));
  });

  test("goes on to the next folder when one is mounted noexec", () => {
    const home = temporaryFolder();
    const temporary = temporaryFolder();
    const open = (path: string) => {
      if (path.startsWith(home)) throw new Error(`${path}: failed to map segment from shared object`);
      return path;
    };
    expect(loadAddonFrom("sharp", source({ env: { HOME: home }, temporary, open }))).toStartWith(temporary);
  });

  test("says which variable to set when no folder will do", () => {
    const temporary = temporaryFolder();
    const open = () => {
      throw new Error("failed to map segment from shared object");
    };
    const failure = failureOf(() => loadAddonFrom("sharp", source({ env: {}, temporary, open })));
    expect(failure.code).toBe("NATIVE_UNAVAILABLE");
    expect(failure.message).toContain("(mounted noexec); set OCR_ECO_CACHE_DIR to a folder");
  });

  test("says what the system needs when it cannot load the library for another reason", () => {
    const open = () => {
      throw new Error("libstdc++.so.6: cannot open shared object file");
    };
    const failure = failureOf(() =>
      loadAddonFrom("sharp", source({ env: {}, temporary: temporaryFolder(), open })),
    );
    expect(failure.code).toBe("NATIVE_UNAVAILABLE");
    expect(failure.message).toContain("libstdc++6");
  });
});
