import { recogniseApp } from "./apps/index.ts";
import type { Engines } from "./engines/choose.ts";
import type { Line, OcrEngine } from "./engines/engine.ts";
import type { StepCandidate } from "./extract/candidate.ts";
import { printedSpan } from "./extract/dates.ts";
import { goalOf, readFields } from "./extract/fields.ts";
import { sameRow } from "./extract/layout.ts";
import { analyse, type Screen } from "./extract/screen.ts";
import { stepCandidates } from "./extract/steps.ts";
import { localeOf, squeeze } from "./extract/vocabulary.ts";
import { decode } from "./image/decode.ts";
import { type Box, isDark, type Raster, union } from "./image/raster.ts";
import type { Reading } from "./reading.ts";
import { judge, type SecondOpinion } from "./verdict.ts";

/** Width of a phone's screen as a share of its height, with room for pictures that are cut. */
const widestShape = 0.8;

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
      : await ask(await engines.second(), raster, chosen, screen.lines);
  const verdict = judge({
    candidates,
    app,
    fields,
    goal,
    percentOfGoal: percentNear(screen, chosen),
    span: printedSpan(screen)?.text ?? null,
    second,
    speaksOfSteps: screen.labels.some((label) => label.concept === "steps"),
    phoneShaped: raster.width <= widestShape * raster.height,
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
    theme: isDark(raster) ? "dark" : "light",
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

/**
 * Lets the second engine read the chosen number alone, enlarged: do the digits agree? Then once more with what
 * is beside it: a first digit that is faint or set apart is easily left out of a box.
 */
async function ask(
  engine: OcrEngine,
  raster: Raster,
  { token }: StepCandidate,
  lines: readonly Line[],
): Promise<SecondOpinion> {
  const digits = String(token.count);
  const digitsOf = (line: Line): string => line.text.replace(/\D/g, "");
  // Engines part wide digits with spaces (`1 0.866`), so only the digits count; behind them may stand a goal.
  const same = (line: Line): boolean =>
    digitsOf(line) === digits || (token.role === "value" && digitsOf(line).startsWith(digits));
  const box = wordsBox(token.line, token.box);
  const narrow = await engine.recognizeLine(raster, box, same);
  const opinion = { engine: engine.name, text: narrow?.text ?? "" };
  if (narrow === null || !same(narrow)) return { ...opinion, agrees: false, wider: null };
  const wide = await engine.recognizeLine(raster, surroundings(box, lines), () => true);
  const found = wide === null ? "" : digitsOf(wide);
  const at = found.indexOf(digits);
  const more = token.role === "value" ? at > 0 : at !== -1 && found.length > digits.length;
  const longer = token.role === "value" ? found.slice(0, at + digits.length) : found;
  return { ...opinion, agrees: true, wider: more ? Number(longer) : null };
}

/** A number's box with a digit's place on either side, but not into the words beside it. */
function surroundings(box: Box, lines: readonly Line[]): Box {
  const words = lines
    .flatMap((line) => line.words)
    .filter((word) => sameRow(word.box, box) && /\p{L}{2}/u.test(word.text));
  const reach = 0.9 * box.height;
  const left = Math.max(
    box.x - reach,
    ...words.map(({ box: other }) => other.x + other.width).filter((end) => end <= box.x),
  );
  const end = box.x + box.width;
  const right = Math.min(
    end + reach,
    ...words.map(({ box: other }) => other.x).filter((start) => start >= end),
  );
  return { ...box, x: left, width: right - left };
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
