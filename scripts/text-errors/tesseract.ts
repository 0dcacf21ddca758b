import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const packages = ["tesseract-ocr", "tesseract-ocr-ind"] as const;

/** What to do where the command is missing, in one sentence. */
export const howToInstall = `The tesseract command is not installed; apt-get install ${packages.join(" ")} installs it (as root: --install).`;

/** Whether Debian's command is there. */
export function hasTesseract(): boolean {
  return Bun.which("tesseract") !== null;
}

/** Installs the command and its Indonesian data with apt. Throws where that needs root, or fails. */
export function installTesseract(): void {
  if (process.getuid?.() !== 0) throw new Error("Only root can install packages; run this with sudo.");
  for (const words of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
    const { exitCode, stderr } = Bun.spawnSync(["apt-get", ...words], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdout: "ignore",
      stderr: "pipe",
    });
    if (exitCode !== 0) throw new Error(`apt-get ${words[0]} failed: ${stderr.toString().trim()}`);
  }
}

/** The text that `tesseract page.png - -l <language>` prints. */
export function readWithTesseract(png: Uint8Array, language: string): string {
  const folder = mkdtempSync(join(tmpdir(), "ocr-eco-text-"));
  try {
    const page = join(folder, "page.png");
    writeFileSync(page, png);
    const { exitCode, stdout, stderr } = Bun.spawnSync(["tesseract", page, "-", "-l", language], {
      // Its threads wait for each other where there are few cores.
      env: { ...process.env, OMP_THREAD_LIMIT: "1" },
    });
    if (exitCode !== 0) throw new Error(`tesseract failed: ${stderr.toString().trim()}`);
    return stdout.toString();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
