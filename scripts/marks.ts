/**
 * Counts how often each mark and arrangement of the apps' profiles stands on the app's own screens and on others', which
 * is what its weight may be.
 *
 *   bun scripts/draw/main.ts --scopes --count 1200 --seed marks --out <folder>
 *   bun scripts/marks.ts <folder> [<folder> …] [../shared/cases/drawn …]
 *
 * Folders are labelled sets, as `ocr-eco eval` takes them, with the app of each picture. Ends with 1 when something weighs
 * more than was counted.
 */
import { parseArgs } from "node:util";
import { printGrid } from "../cli/output/grid.ts";
import { createProgress } from "../cli/output/progress.ts";
import { loadSet } from "../src/eval/set.ts";
import { printedOn } from "../src/reading/apps/arrangement.ts";
import { profiles } from "../src/reading/apps/index.ts";
import { runWithoutTelemetry } from "./common/without-telemetry.ts";
import { type Evidence, evidenceOf, type KnownScreen, mostWeight } from "./marks/count.ts";

const { positionals: folders } = parseArgs({ allowPositionals: true });

if (folders.length === 0) throw new Error("Name a folder with labelled pictures.");
if (runWithoutTelemetry()) {
  const screens = await readScreens(folders);
  const other = screens.filter(({ app }) => !profiles.some(({ name }) => name === app)).length;
  console.log(`${screens.length} screens, ${other} of them of apps without a profile\n`);
  let isOver = false;
  for (const profile of profiles) {
    const evidence = evidenceOf(profile, screens);
    console.log(profile.name);
    print(evidence);
    isOver ||= evidence.some(weighsTooMuch);
  }
  if (isOver) process.exitCode = 1;
}

async function readScreens(sets: readonly string[]): Promise<KnownScreen[]> {
  const [{ loadEngines, defaultLanguages }, { recognise }] = await Promise.all([
    import("../src/reading/engines/choose.ts"),
    import("./cross-validate/reader.ts"),
  ]);
  const engines = await loadEngines({ engine: "auto", languages: defaultLanguages, dataFolder: null });
  const pictures = sets.flatMap((folder) => loadSet(folder).pictures);
  const progress = createProgress(process.stderr, pictures.length);
  const screens: KnownScreen[] = [];
  for (const [index, picture] of pictures.entries()) {
    const about = picture.label ?? picture.about;
    if (about?.app !== undefined && about.app !== null) {
      const { lines } = await recognise(picture, engines);
      screens.push({
        app: appOf(about.app),
        kind: about.page ?? about.group ?? "",
        printed: printedOn(lines),
      });
    }
    progress.show(index + 1);
  }
  progress.hide();
  return screens;
}

/** The profile's name for an app as a label calls it: one maker's apps have one profile (`Apple Fitness`). */
function appOf(label: string): string {
  const maker = label.split(" ", 1)[0];
  return profiles.find(({ name }) => name.split(" ", 1)[0] === maker)?.name ?? label;
}

function weighsTooMuch({ weight, bits }: Evidence): boolean {
  return bits !== null && weight > Math.min(mostWeight, Math.max(1, bits));
}

function print(evidence: readonly Evidence[]): void {
  const share = (value: number | null): string => (value === null ? "-" : `${(100 * value).toFixed(1)} %`);
  printGrid(
    process.stdout,
    [
      { title: "page" },
      { title: "what stands there", flexible: true },
      { title: "own", align: "right" },
      { title: "others", align: "right" },
      { title: "bits", align: "right" },
      { title: "weight", align: "right" },
    ],
    evidence.map((each) => [
      { text: each.page ?? "" },
      { text: each.what },
      { text: share(each.own) },
      { text: share(each.others) },
      { text: each.bits === null ? "-" : String(each.bits) },
      { text: `${each.weight}${weighsTooMuch(each) ? " too much" : ""}` },
    ]),
  );
  console.log();
}
