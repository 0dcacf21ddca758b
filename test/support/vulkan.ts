import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { libraryFile } from "./requires.ts";
import { temporaryFolder } from "./temporary.ts";

/** What the environment must say so that the Vulkan loader finds no driver. */
export const withoutDriver = { VK_DRIVER_FILES: "/nowhere/icd.json" } as const;

/** The same so that there is no loader: what has its name is none. */
export function withoutLoader(): { readonly LD_LIBRARY_PATH: string } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "libvulkan.so.1"), "no library");
  return { LD_LIBRARY_PATH: folder };
}

/** The same so that it finds SwiftShader, a renderer on the CPU that is slow and complete; `null` where it is not installed. */
export function swiftShader(): (() => { readonly VK_DRIVER_FILES: string }) | null {
  const library = libraryFile("chromium/libvk_swiftshader.so", "chromium");
  if (library === null || libraryFile("libvulkan.so.1", "libvulkan1") === null) return null;
  return () => {
    const file = join(temporaryFolder(), "icd.json");
    const driver = { library_path: library, api_version: "1.0.5" };
    writeFileSync(file, JSON.stringify({ file_format_version: "1.0.0", ICD: driver }));
    return { VK_DRIVER_FILES: file };
  };
}
