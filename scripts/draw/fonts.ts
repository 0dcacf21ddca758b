import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGES = [
  import.meta.resolve("@expo-google-fonts/inter/package.json"),
  import.meta.resolve("@expo-google-fonts/roboto/package.json"),
  import.meta.resolve("@expo-google-fonts/figtree/package.json"),
  import.meta.resolve("@expo-google-fonts/pt-serif/package.json"),
].map((url) => dirname(fileURLToPath(url)));
const WEIGHTS = ["300Light", "400Regular", "500Medium", "600SemiBold", "700Bold"];

/**
 * Makes sure that text is set in the fonts of our own dependencies and never in those that the machine happens to
 * have. The renderer's fontconfig reads its settings from the environment that the process was started with, so the
 * script starts itself again once. Returns false in the outer process, whose work is then done.
 */
export function runWithOwnFonts(): boolean {
  const file = writeSettings();
  if (process.env["FONTCONFIG_FILE"] === file) return true;
  const again = Bun.spawnSync([process.execPath, ...process.argv.slice(1)], {
    env: { ...process.env, FONTCONFIG_FILE: file },
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  });
  process.exitCode = again.exitCode;
  return false;
}

/** Writes fontconfig's settings next to its cache, in a folder for temporary files, and returns their path. */
function writeSettings(): string {
  const folder = join(tmpdir(), "ocr-eco-draw");
  const file = join(folder, "fonts.conf");
  mkdirSync(folder, { recursive: true });
  const folders = PACKAGES.flatMap((family) =>
    WEIGHTS.map((weight) => `  <dir>${join(family, weight)}</dir>`),
  );
  const settings = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    "<fontconfig>",
    ...folders,
    `  <cachedir>${join(folder, "cache")}</cachedir>`,
    '  <match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match>',
    "</fontconfig>",
  ];
  writeFileSync(file, `${settings.join("\n")}\n`);
  return file;
}
