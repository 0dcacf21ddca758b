import { type Recognised, recogniseApp } from "./apps/index.ts";
import { beginEffort, type Effort, type EffortLimits, wholeEffort } from "./effort.ts";
import type { Engines } from "./engines/choose.ts";
import type { EngineName } from "./engines/engine.ts";
import { isSmall, readEnlarged, searchFiner } from "./enlarged.ts";
import type { StepCandidate } from "./extract/candidate.ts";
import { clocksOf } from "./extract/clock.ts";
import { printedDate } from "./extract/dates.ts";
import { type Fields, goalOf, readFields } from "./extract/fields.ts";
import { countsSteps, likelyCandidates } from "./extract/likely.ts";
import { barDoubts, progressDoubts } from "./extract/progress.ts";
import { analyse, type Screen } from "./extract/screen.ts";
import { stepCandidates } from "./extract/steps.ts";
import { valuesOf } from "./extract/values.ts";
import { localeOf, squeeze } from "./extract/vocabulary.ts";
import { isCoveredBefore } from "./image/covered.ts";
import { decode } from "./image/decode.ts";
import { isDark, type Raster } from "./image/raster.ts";
import { isStruckOut } from "./image/struck.ts";
import type { Turn } from "./image/turn.ts";
import { wholeInk } from "./image/whole-ink.ts";
import { type Knowledge, wholeKnowledge } from "./knowledge.ts";
import type { ReadOptions } from "./options.ts";
import { type PartTime, PartTimes } from "./part-times.ts";
import type { Reading } from "./reading.ts";
import { because } from "./reasons.ts";
import { scopeOfAll } from "./scope/decide.ts";
import { lookAgain } from "./second-look.ts";
import { digitDoubts, digitSignals } from "./signals/digits.ts";
import { perceptualHash } from "./signals/perceptual-hash.ts";
import { receiptSignals, timeSignals } from "./signals/times.ts";
import { readUpright, type UprightPicture } from "./upright.ts";
import { judge, type SecondOpinion } from "./verdict.ts";

/** Width of a phone's screen as a share of its height, with room for pictures that are cut. */
const widestShape = 0.8;

/** A reading, and the pixels that it was made from. */
export interface PictureRead {
  readonly reading: Reading;
  readonly raster: Raster;
  /** Whether something was left out for lack of time: another reading may find more. */
  readonly isHurried: boolean;
  /** When what was done. */
  readonly parts: readonly PartTime[];
}

/** All of a reading that the text and the second engine give, without facts about the file. */
type Interpretation = Omit<Reading, "image" | "engines" | "warnings" | "milliseconds">;

/** An interpretation, the second engine's part in it, and the perceptual hash; empty when not asked for. */
interface Interpreted {
  readonly interpretation: Interpretation;
  readonly second: SecondOpinion | null;
  /** Who read the line with the number, or all lines. */
  readonly reader: EngineName;
  readonly hash: string;
  /** Whether nothing on the screen calls the number steps, or there is none. */
  readonly isGuess: boolean;
}

/** What limits the work on a picture, and the clock for it, in milliseconds. */
export interface Limits extends EffortLimits {
  readonly clock?: () => number;
}

/**
 * Reads one picture: bytes → upright pixels → lines → app and page → step count and fields → verdict.
 * `name` is what warnings and failures call the picture. What `limits` leave out is named in a warning.
 * Throws `IMAGE_…` failures.
 */
export async function readPicture(
  bytes: Uint8Array,
  name: string,
  engines: Engines,
  options: ReadOptions,
  limits: Limits = wholeEffort,
): Promise<PictureRead> {
  const started = performance.now();
  const times = new PartTimes();
  const decoded = await times.time("decode", () => decode(bytes, name));
  const { raster: asStored, format, dpi, warnings, isDamaged } = decoded;
  const detail = options.asDocument === true ? "document" : "usual";
  const efforts = beginEffort(options.asDocument === true ? wholeEffort : limits, limits.clock, times);
  const seen = await readUpright(engines.first, asStored, detail, efforts);
  const { raster, turn } = seen;
  const incomplete = isDamaged || !seen.isWhole;
  const first = await interpret(seen, engines, options, incomplete, wholeKnowledge, times);
  let interpreted = first;
  const unsearched: string[] = seen.untried.map((each) => `turned by ${each}°`);
  // Of a document nothing more is looked for, and its lines stay as they were found.
  if (options.asDocument === true)
    interpreted = { ...first, interpretation: { ...first.interpretation, lines: seen.lines } };
  else if (mayHaveMissed(first)) {
    const again = await searchAgain(seen, first, engines, options, incomplete, efforts.further);
    interpreted = again.interpreted;
    unsearched.push(...again.unsearched);
  } else if (mayBeMisread(first) && (isSmall(raster) || isDayMissing(first))) {
    interpreted = await lookCloser(seen, first, engines, options, incomplete, efforts.further);
  }
  const facts = {
    bytes,
    raster,
    format,
    dpi,
    turn,
    warnings: [...warnings, ...leftOut(name, seen, unsearched)],
  };
  const reading = {
    ...readingOf(interpreted, facts),
    milliseconds: Math.round(performance.now() - started),
  };
  const isHurried = efforts.first.isLate || efforts.further.isLate;
  return { reading, raster, isHurried, parts: times.all };
}

/** Sentences about what there was too much of. */
function leftOut(name: string, { isWhole }: UprightPicture, unsearched: readonly string[]): string[] {
  const warnings: string[] = [];
  if (!isWhole)
    warnings.push(`${name} holds more text than is read of one picture; the lowest lines were not read.`);
  if (unsearched.length > 0)
    warnings.push(`${name} takes long to search: it was not searched ${unsearched.join(", ")}.`);
  return warnings;
}

/** What is known of a picture before anything on it was interpreted. */
interface PictureFacts extends Pick<Reading, "warnings"> {
  readonly bytes: Uint8Array;
  readonly raster: Raster;
  readonly format: Reading["image"]["format"];
  readonly dpi: number | null;
  readonly turn: Turn;
}

/** An interpretation with the facts about its file. Nobody has timed it: `milliseconds` is 0. */
export function readingOf(
  { interpretation, second, reader, hash }: Interpreted,
  { bytes, raster, format, dpi, turn, warnings }: PictureFacts,
): Reading {
  return {
    ...interpretation,
    image: {
      format,
      width: raster.width,
      height: raster.height,
      dpi,
      bytes: bytes.length,
      turned: turn,
      perceptualHash: hash,
      sha256: new Bun.CryptoHasher("sha256").update(bytes).digest("hex"),
    },
    engines: second === null ? [reader] : [reader, second.engine],
    warnings,
    milliseconds: 0,
  };
}

/** A step counter's screen shows a step count with its word, and a lone digit on it may as well be an icon. */
function mayHaveMissed({ interpretation, isGuess }: Interpreted): boolean {
  const { status, candidateSteps } = interpretation;
  if (candidateSteps !== null) return isGuess || candidateSteps < 10;
  return status === "no_steps";
}

/** A word that is not understood, or a day that is not found, may be one of which the letters were too small. */
function mayBeMisread({ interpretation, isGuess }: Interpreted): boolean {
  return !isGuess && interpretation.status === "needs_review" && interpretation.scope?.kind === "unknown";
}

/** The page prints its day, and none was found. */
function isDayMissing({ interpretation: { scope } }: Interpreted): boolean {
  return scope?.kind === "unknown" && scope.text === null;
}

/** Reads a small picture enlarged, and searches a larger one more finely. What was found first stands unless nothing is left that speaks against its count. */
async function lookCloser(
  { raster, lines: known }: UprightPicture,
  first: Interpreted,
  engines: Engines,
  options: ReadOptions,
  incomplete: boolean,
  effort: Effort,
): Promise<Interpreted> {
  if (!effort.mayGoOn()) return first;
  // A line that was not found needs a finer search; one that was misread is read better as it was found.
  const lines = isSmall(raster)
    ? await readEnlarged(engines.first, raster, known, isDayMissing(first) ? "fine" : "usual", effort)
    : await searchFiner(engines.first, raster, known, effort);
  if (lines === null) return first;
  const closer = { raster, lines };
  const again = await interpret(closer, engines, options, incomplete, wholeKnowledge, effort.times);
  const { status, steps } = again.interpretation;
  return status === "verified" && steps === first.interpretation.candidateSteps ? again : first;
}

const looks = { fine: "from near", coarse: "from afar" } as const;

/** Searches the picture from near and afar for the count that may have been missed; else the first one stands. */
async function searchAgain(
  seen: UprightPicture,
  first: Interpreted,
  engines: Engines,
  options: ReadOptions,
  incomplete: boolean,
  effort: Effort,
): Promise<{ readonly interpreted: Interpreted; readonly unsearched: readonly string[] }> {
  let best = first;
  const unsearched: string[] = [];
  // Nearly all of the lines were found before, and reading takes longer than finding.
  let known = seen.lines;
  for (const detail of ["fine", "coarse"] as const) {
    const lines = effort.mayGoOn()
      ? await engines.first.recognize(seen.raster, detail, { known, effort })
      : null;
    if (effort.isSpent) unsearched.push(looks[detail]);
    if (lines === null) continue;
    known = [...known, ...lines];
    const isPart = incomplete || effort.isSpent;
    const searched = { raster: seen.raster, lines };
    const again = await interpret(searched, engines, options, isPart, wholeKnowledge, effort.times);
    if (!mayHaveMissed(again) && again.interpretation.evidence !== null)
      return { interpreted: again, unsearched };
    if (best.interpretation.evidence === null || (best.isGuess && !again.isGuess)) best = again;
  }
  return { interpreted: best, unsearched };
}

/**
 * What the text of a picture means, with the second engine's look at the number that it turns on. `incomplete`
 * says that a part of the picture is missing.
 */
export async function interpret(
  { raster, lines }: Pick<UprightPicture, "raster" | "lines">,
  engines: Engines,
  options: ReadOptions,
  incomplete: boolean,
  knowledge: Knowledge = wholeKnowledge,
  times = new PartTimes(),
): Promise<Interpreted> {
  const interpreted = times.begin("interpret");
  const screen = analyse(lines, raster.width, raster.height);
  const app = recogniseApp(screen.lines, knowledge.apps);
  const called = stepCandidates(screen, app?.page ?? null, knowledge.denies);
  const found = called.length > 0 ? called : likelyCandidates(screen);
  const goal = goalOf(screen, found[0]);
  const candidates = found.map((each, index) =>
    index === 0 ? withInkDoubt(withProgressDoubt(each, screen, goal, app, raster), raster) : each,
  );
  const [chosen] = candidates;
  const date = printedDate(screen);
  const clocks = clocksOf(screen);
  const fields = readFields(screen, date, clocks, chosen);
  const scope = scopeOfAll(candidates, screen, app, date, raster, knowledge.scope);
  interpreted();
  const load = engines.second;
  const second =
    chosen === undefined || load === null
      ? null
      : await times.time("second look", async () =>
          lookAgain(await load(chosen.token.line.reader), raster, chosen, screen.lines),
        );
  const judged = times.begin("verdict");
  const verdict = judge({
    candidates,
    app,
    fields,
    goal,
    percentOfGoal: percentNear(screen, chosen),
    scope,
    second,
    speaksOfSteps: screen.labels.some((label) => label.concept === "steps") || countsSteps(screen),
    phoneShaped: raster.width <= widestShape * raster.height,
    incomplete,
    mostSteps: options.mostSteps,
  });
  const sure = verdict.status === "verified";
  const { received } = options;
  const values = valuesOf(fields, date, goal, received?.day ?? null);
  const interpretation: Interpretation = {
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
    scope,
    evidence:
      chosen === undefined
        ? null
        : {
            text: chosen.token.text,
            box: wholeInk(raster, chosen.token.box),
            ties: chosen.ties.map(({ text, box }) => ({ text, box })),
            second: second === null ? null : { engine: second.engine, text: second.text },
            others: candidates
              .filter(({ count }) => count !== chosen.count)
              .map(({ token }) => ({ text: token.text, box: wholeInk(raster, token.box) })),
          },
    signals: options.signals
      ? [
          ...(received === null ? [] : receiptSignals({ values, fields }, received)),
          ...timeSignals(date, clocks, received),
          ...digitSignals(chosen?.doubts ?? []),
        ]
      : [],
    fields: withWholeBoxes(raster, fields),
    values,
    lines: screen.lines,
  };
  const hash = options.signals
    ? perceptualHash(
        raster,
        chosen?.token ?? null,
        screen.values.map((value) => value.number),
      )
    : "";
  const reader = chosen?.token.line.reader ?? engines.first.name;
  judged();
  return { interpretation, second, reader, hash, isGuess: called.length === 0 };
}

/** A count that does not fit what the screen says of the way to its goal was written by somebody else. */
function withProgressDoubt(
  candidate: StepCandidate,
  screen: Screen,
  goal: number | null,
  app: Recognised | null,
  raster: Raster,
): StepCandidate {
  const doubts = [
    ...progressDoubts(candidate, screen, goal),
    ...(goal === null || app?.page?.cards !== false ? [] : barDoubts(candidate, raster, goal)),
  ];
  return doubts.length === 0 ? candidate : { ...candidate, doubts: [...candidate.doubts, ...doubts] };
}

/** What engines read as if nothing was: a number that is struck out is not meant any more, one that is covered may be a part of one, and one whose digits differ may be somebody's work. */
function withInkDoubt(candidate: StepCandidate, raster: Raster): StepCandidate {
  const { box, text, line, at } = candidate.token;
  // A bracket stands close to the digits, and is as high as they are.
  const isBracketed = /[([]$/.test(line.text.slice(0, at));
  const doubts = [
    ...(isStruckOut(raster, box) ? [because("struck_out", { number: text })] : []),
    ...(!isBracketed && isCoveredBefore(raster, box)
      ? [because("part_of_number", { number: text, line: line.text })]
      : []),
    ...digitDoubts(raster, candidate.token),
  ];
  return doubts.length === 0 ? candidate : { ...candidate, doubts: [...candidate.doubts, ...doubts] };
}

/** The box of a number is estimated where it is a part of a word: `148` in `148/570`. */
function withWholeBoxes(raster: Raster, fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { ...field, box: wholeInk(raster, field.box) }]),
  );
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
