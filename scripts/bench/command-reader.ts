/** Debian's tesseract command as a reader that is measured, a process for each picture: see answer-each.ts. */
import { answerEach } from "./answer-each.ts";
import type { Answer } from "./reader.ts";
import { linesOfTsv } from "./tsv.ts";

const getReady = async (): Promise<string> => {
  const { stdout } = Bun.spawnSync(["tesseract", "--version"]);
  return stdout.toString().split("\n")[0] ?? "";
};
let peakBytes = 0;
await answerEach(getReady, async (path): Promise<Answer> => {
  const began = performance.now();
  const child = Bun.spawn(["tesseract", path, "-", "-l", "eng+ind", "tsv"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [tsv, complaint] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  const exitCode = await child.exited;
  const milliseconds = performance.now() - began;
  if (exitCode !== 0) throw new Error(complaint);
  peakBytes = Math.max(peakBytes, child.resourceUsage()?.maxRSS ?? 0);
  return { milliseconds, lines: linesOfTsv(tsv), peakBytes };
});
