import { join } from "node:path";
import { begin } from "../common/progress.ts";
import { none, type Target } from "../common/target.ts";
import { type Errors, rateOf, together } from "../text-errors/rate.ts";
import { howToInstall } from "../text-errors/tesseract.ts";

/** Our character error rate on plain text, and the tesseract command's where it is installed. */
export async function measureText(): Promise<Target> {
  begin("plain text");
  const script = join(import.meta.dir, "..", "text-errors.ts");
  const child = Bun.spawn([process.execPath, script, "--json"], { stdout: "pipe", stderr: "inherit" });
  const [output, status] = await Promise.all([new Response(child.stdout).text(), child.exited]);
  if (status !== 0) throw new Error(`scripts/text-errors.ts ended with status ${status}.`);
  return textTarget(JSON.parse(output));
}

/** Holds our errors on each page against the command's; without the command there is nothing to reach. */
export function textTarget(
  pages: readonly { readonly ours: Errors; readonly theirs: Errors | null }[],
): Target {
  const ours = rateOf(together(pages.map((page) => page.ours)));
  const all = pages.flatMap(({ theirs }) => theirs ?? []);
  const what = "characters read wrong";
  const shown = `${percent(ours)} %`;
  if (all.length < pages.length) return { ...none(what, shown, ours), note: howToInstall };
  const theirs = rateOf(together(all));
  return {
    what,
    value: ours,
    shown,
    wanted: `≤ ${percent(theirs)} %, the tesseract command's`,
    reached: ours <= theirs,
  };
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
