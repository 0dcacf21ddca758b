import { recogniseApp } from "./apps/index.ts";
import type { Engines } from "./engines/choose.ts";
import type { Line, OcrEngine } from "./engines/engine.ts";
import { printedSpan } from "./extract/dates.ts";
import { goalOf, readFields } from "./extract/fields.ts";
import { numbersOf } from "./extract/numbers.ts";
import { analyse, type Screen } from "./extract/screen.ts";
import { type StepCandidate, stepCandidates } from "./extract/steps.ts";
import { localeOf, squeeze } from "./extract/vocabulary.ts";
import { decode } from "./image/decode.ts";
import { type Box, meanLuma, type Raster, union } from "./image/raster.ts";
import type { Reading } from "./reading.ts";
import { judge, type SecondOpinion } from "./verdict.ts";

/** A reading, and the pixels that it was made from. */
export interface PictureRead {
  readonly reading: Reading;
  readonly raster: Raster;
}

/**
 * Reads one picture: bytes → upright pixels → lines → app and page → step count and fields → verdict.
 * `name` is what warnings and failures call the picture. Throws `IMAGE_…` failures.
 */
export async function readPicture(bytes: Uint8Array, name: string, engines: Engines): Promise<PictureRead> {
  const started = performance.now();
  const { raster, format, warnings } = await decode(bytes, name);
  const screen = analyse(await engines.first.recognize(raster), raster.width, raster.height);
  const app = recogniseApp(screen.lines);
  const layout = app?.page?.steps;
  const candidates = stepCandidates(screen, layout?.kind === "stacked" ? layout : null);
  const [chosen] = candidates;
  const fields = readFields(screen, chosen);
  const goal = goalOf(screen, chosen);
  const second =
    chosen === undefined || engines.second === null
      ? null
      : await ask(await engines.second(), raster, chosen);
  const verdict = judge({
    candidates,
    app,
    fields,
    goal,
    percentOfGoal: percentNear(screen, chosen),
    span: printedSpan(screen)?.text ?? null,
    second,
    speaksOfSteps: screen.labels.some((label) => label.concept === "steps"),
    incomplete: warnings.length > 0,
  });
  const sure = verdict.status === "verified";
  const reading: Reading = {
    status: verdict.status,
    steps: sure ? verdict.count : null,
    candidateSteps: sure ? null : verdict.count,
    confidence: verdict.confidence,
    reasons: verdict.reasons,
    app: app?.profile.name ?? null,
    appClass: app?.profile.appClass ?? "Other",
    page: app?.page?.name ?? null,
    locale: localeOf(screen.lines.map((line) => line.text)),
    theme: meanLuma(raster) < 110 ? "dark" : "light",
    goal,
    evidence:
      chosen === undefined
        ? null
        : {
            text: chosen.token.text,
            box: chosen.token.box,
            ties: chosen.ties.map(({ text, box }) => ({ text, box })),
          },
    fields,
    lines: screen.lines,
    image: {
      format,
      width: raster.width,
      height: raster.height,
      bytes: bytes.length,
      sha256: new Bun.CryptoHasher("sha256").update(bytes).digest("hex"),
    },
    engines: second === null ? [engines.first.name] : [engines.first.name, second.engine],
    warnings,
    milliseconds: Math.round(performance.now() - started),
  };
  return { reading, raster };
}

/** Lets the second engine read the chosen number alone, enlarged: do the digits agree? */
async function ask(engine: OcrEngine, raster: Raster, { token }: StepCandidate): Promise<SecondOpinion> {
  // Engines part wide digits with spaces: `1 0.866`.
  const same = (line: Line): boolean =>
    [line, withoutSpaces(line)].some((form) => numbersOf(form).some((other) => other.count === token.count));
  const line = await engine.recognizeLine(raster, wordsBox(token.line, token.box), same);
  return { engine: engine.name, agrees: line !== null && same(line), text: line?.text ?? "" };
}

function withoutSpaces(line: Line): Line {
  const text = line.text.replace(/\s+/g, "");
  return { ...line, text, words: [{ text, box: line.box, confidence: line.confidence }] };
}

/** The box of the whole words that the number touches: a part of a word's box is only an estimate. */
function wordsBox(line: Line, part: Box): Box {
  const touched = line.words.filter(({ box }) => box.x < part.x + part.width && box.x + box.width > part.x);
  return touched.length === 0 ? line.box : union(touched.map((word) => word.box));
}

/** A percentage that belongs to the steps: named as one of the goal, or the only one beside the count. */
function percentNear(screen: Screen, chosen: StepCandidate | undefined): number | null {
  if (chosen === undefined) return null;
  const percents = screen.values
    .map((value) => value.number)
    .filter((number) => number.unit === "percent" && number.count !== null);
  const named = percents.find((number) => /goal|target|sasaran|tujuan/.test(squeeze(number.line.text)));
  if (named !== undefined) return named.count;
  const { box } = chosen.token;
  const beside = percents.filter(
    (number) => number.box.x > box.x && Math.abs(number.box.y - box.y) < 1.5 * box.height,
  );
  return beside.length === 1 && chosen.evidence === "goal-pair" ? (beside[0]?.count ?? null) : null;
}
