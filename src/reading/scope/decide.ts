import type { Recognised } from "../apps/index.ts";
import type { PageProfile } from "../apps/profile.ts";
import type { Line } from "../engines/engine.ts";
import type { StepCandidate } from "../extract/candidate.ts";
import { clocksOf } from "../extract/clock.ts";
import type { PrintedDate } from "../extract/dates.ts";
import { bottom, gapX, gapY, right } from "../extract/layout.ts";
import { navigationOf } from "../extract/navigation.ts";
import { numbersOf } from "../extract/numbers.ts";
import { type Screen, withoutIcon } from "../extract/screen.ts";
import { squeeze, unitOf } from "../extract/vocabulary.ts";
import type { Box, Raster } from "../image/raster.ts";
import { isSentence, linesAround, type Seen, type Zone } from "./around.ts";
import { chosenAtFoot } from "./chosen.ts";
import { type Explanation, explain, type Vocabulary, vocabularyOf } from "./explain.ts";
import { framedScope } from "./framed.ts";
import { daysOfTitle, isCompound, isOtherTitle, namesDays } from "./headings.ts";
import { type ScopeKnowledge, scopeKnowledge } from "./knowledge.ts";
import { looseIn } from "./loose.ts";
import type { Scope, ScopeKind } from "./scope.ts";
import { staleScope } from "./stale.ts";
import { strangersScope } from "./strangers.ts";
import { type TabBar, tabBarOf } from "./tabs.ts";
import type { TimeForm, TimeSpan } from "./time-forms.ts";
import { hasDate, type TimeExpression, timesIn } from "./times.ts";
import { updateWords } from "./words.ts";

/** How much higher a paragraph's last line may be than the one over it: letters reach up and down. */
const sameSize = 1.4;
const updates: ReadonlySet<string> = new Set(updateWords.map(squeeze));

/** How far over a span the heading of its card may stand, in heights of the span. */
const headingReach = 8;

const scopeOfSpan: Readonly<Record<TimeSpan, ScopeKind | null>> = {
  clock: "part_of_day",
  hours: "part_of_day",
  allDay: null,
  day: null,
  days: "several_days",
  week: "several_days",
  month: "several_days",
  year: "several_days",
  lifetime: "total",
};

/**
 * What the chosen number is the count of, the first of the candidates: a day only if it is one in every place in which
 * the screen prints it. `null` without candidates.
 */
export function scopeOfAll(
  candidates: readonly StepCandidate[],
  screen: Screen,
  app: Recognised | null,
  date: PrintedDate | null,
  raster: Raster,
  knowledge: ScopeKnowledge = scopeKnowledge,
): Scope | null {
  const [chosen] = candidates;
  if (chosen === undefined) return null;
  const about: About = {
    screen,
    app,
    date,
    bar: tabBarOf(screen, raster, knowledge.tabs),
    tab: selectedAtFoot(screen, raster),
    framed: framedScope(screen, raster),
    strangers: strangersScope(screen.lines, knowledge.strangers),
    raster,
    knowledge,
  };
  const scopes = candidates
    .filter(({ count }) => count === chosen.count)
    .map((candidate) => scopeOf(candidate, about));
  return scopes.find(({ kind }) => kind !== "day") ?? scopes[0] ?? null;
}

/** What holds for the whole screen, whichever of its numbers is looked at. */
interface About {
  readonly screen: Screen;
  readonly app: Recognised | null;
  readonly date: PrintedDate | null;
  readonly bar: TabBar | null;
  /** The part of the app that the page is in, by the tab at its foot. */
  readonly tab: string | null;
  /** What the whole screen is where it is another picture's, or a stranger's; `null` where it is neither. */
  readonly framed: Scope | null;
  readonly strangers: Scope | null;
  readonly raster: Raster;
  readonly knowledge: ScopeKnowledge;
}

/**
 * What a number is the count of. It is a day only if everything in the title and around the number is understood,
 * nothing of it speaks of something else, and the page's day is printed where the page prints one. What is not
 * understood makes the scope `unknown`, with that text as the reason.
 */
function scopeOf(candidate: StepCandidate, about: About): Scope {
  const { screen, app, date, bar, tab, raster, knowledge } = about;
  const page = app?.page ?? null;
  const [vocabulary, nearby] = [false, true].map((atCount) =>
    vocabularyOf(app?.profile ?? null, page, atCount, knowledge),
  ) as [Vocabulary, Vocabulary];
  const seen = linesAround(candidate, screen, bar, { vocabulary, nearby }, page?.cards ?? false, raster);
  const near = seen.filter(({ zone }) => zone === "near");
  const named = seen.find((each) => isDayOver(each, candidate) && !endsSentence(each.line, screen.lines));
  for (const zone of ["near", "card", "title", "head"] as const) {
    const found = contradiction(
      seen.filter((each) => each.zone === zone),
      named?.line ?? null,
      candidate,
      page,
      screen,
      knowledge.times,
    );
    if (found !== null) return found;
  }
  const days = daysOfTitle(seen);
  if (days !== null) return { kind: "several_days", text: days };
  const other = seen.find(({ line, zone }) => zone === "title" && isOtherTitle(line, seen, screen));
  if (other !== undefined) return { kind: "unknown", text: other.line.text };
  const daysNear = near
    .flatMap(({ says }) => says.times)
    .some(({ span, day }) => span === "day" && day !== null);
  if (bar?.selected?.reach === "several_days" && !daysNear) {
    return { kind: "several_days", text: bar.selected.text };
  }
  const span = otherSpan(seen, candidate, vocabulary, page);
  if (span !== null) return span;
  if (tab !== null && knowledge.foreignTabs.some((name) => squeeze(name) === squeeze(tab)))
    return { kind: "other_person", text: tab };
  if (about.strangers !== null) return about.strangers;
  const stale = staleScope(seen, date?.text ?? null, knowledge.times);
  if (stale !== null) return stale;
  if (about.framed !== null) return about.framed;
  // A whole screen prints its day, however far it is scrolled; of one without its top the owner's tab must be chosen.
  const isCut = clocksOf(screen).length === 0;
  const isOwn = isCut && tab !== null && (page?.ownTabs ?? []).some((name) => squeeze(name) === squeeze(tab));
  if (page?.printsDay === true && date === null && !isOwn) return { kind: "unknown", text: null };
  return { kind: "day", text: date?.text ?? null };
}

/** The first thing in these lines that says, or may say, that the number is no day's. */
function contradiction(
  seen: readonly Seen[],
  day: Line | null,
  candidate: StepCandidate,
  page: PageProfile | null,
  screen: Screen,
  times: readonly TimeForm[],
): Scope | null {
  const lines = screen.lines;
  // On a page of cards an announcement may stand anywhere, and speak of anything; on the count's own card only over its day.
  const isAnnouncement = ({ line, isApart, says }: Seen): boolean => {
    const isBeforeDay = day !== null && bottom(line.box) <= day.box.y;
    if (page?.cards !== true || !(isApart || isBeforeDay)) return false;
    if (isSentence(line, lines, times)) return true;
    if (!isLastLine(line)) return false;
    const saysNothing = says.scopes.length + says.times.length === 0;
    return isInside(line) ? saysNothing || isBeforeDay : saysNothing && says.unknown.length === 0;
  };
  // A paragraph's last line may be one word: it is a part of the sentence over it.
  const isLastLine = (line: Line): boolean =>
    /[.!?]$/.test(line.text) &&
    lines.some((other) => continues(line, other) && isSentence(other, lines, times));
  // `… fewer steps than` over `usual.`: no heading begins like this.
  const isInside = ({ text }: Line): boolean => /^\p{Ll}/u.test(text);
  for (const each of seen) {
    const { line, says, zone } = each;
    if (isAnnouncement(each)) continue;
    for (const { span, form, text } of [
      ...says.times,
      ...(zone === "title" ? daysWithin(line, times) : []),
    ]) {
      const kind = scopeOfSpan[span];
      if (kind === null || isOfAnotherCard(line, candidate, page, lines)) continue;
      // A time alone is when a tile was updated, or an axis; at the count it is a part of the day.
      if (span === "clock" && (each.isAfter || !isTimeOfCount(line, says, zone, candidate, screen))) continue;
      if (form === "bare year" && isAmount(line, text, candidate, screen)) continue;
      if (span === "hours" && page?.chartHours === true && zone !== "near") continue;
      if (span === "clock" && page?.updated === true && isOverRight(line.box, candidate)) continue;
      return { kind, text };
    }
    if (namesDays(says) && !isOfAnotherCard(line, candidate, page, lines))
      return { kind: "several_days", text: line.text };
    const [scope] = says.scopes;
    // `TOTAL 1.057 KCAL` on a page of a day is about energy.
    if (scope !== undefined && !(zone === "head" && isOtherMeasure(line)))
      return { kind: scope.kind, text: line.text };
  }
  const stranger = seen.find(
    (each) =>
      (each.says.unknown.length > 0 ||
        (each.zone === "title" && isCompound(each.says)) ||
        looseIn(each.line, each.says, each.zone, candidate, screen).length > 0) &&
      // The tile under the count's own, or beside it, may be about anything; what it says of days is heeded all the same.
      !each.isAfter &&
      !isAnnouncement(each),
  );
  return stranger === undefined ? null : { kind: "unknown", text: stranger.line.text };
}

/** A day alone right over the count: `Today` names the count under it, whatever stands higher up. */
function isDayOver({ line: { box }, zone, says }: Seen, { token }: StepCandidate): boolean {
  return (
    zone === "near" &&
    says.onlyTime &&
    says.times.every(({ span }) => span === "day") &&
    bottom(box) <= token.box.y &&
    box.x < right(token.box) &&
    right(box) > token.box.x
  );
}

/** The rest of a sentence that takes two lines: `… this much before breakfast` over `today`. */
function endsSentence(line: Line, lines: readonly Line[]): boolean {
  return lines.some((other) => continues(line, other) && (other.text.match(/\p{L}{2,}/gu) ?? []).length >= 4);
}

/** Whether a line stands right under another one, and begins where that does, in type of its size. */
function continues({ box }: Line, { box: over }: Line): boolean {
  return (
    over.y < box.y &&
    gapY(over, box) < 0.8 * box.height &&
    Math.abs(over.x - box.x) < box.height &&
    box.height < sameSize * over.height
  );
}

/** Spans of days in what is known as a phrase over a card, such as `Weekly total`: in a title they are the page's. */
function daysWithin({ text }: Line, times: readonly TimeForm[]): readonly TimeExpression[] {
  return timesIn(text, times).filter(({ span }) =>
    ["several_days", "total"].includes(scopeOfSpan[span] ?? ""),
  );
}

/** A number with a unit that is not steps: the words on its line are about that. */
function isOtherMeasure(line: Line): boolean {
  return numbersOf(line).some(({ unit }) => unit !== null && unit !== "steps" && unit !== "other");
}

/** A line over the count that stands under the heading of another card; a card beside the count's has its heading beside it, too. */
function isOfAnotherCard(
  { box }: Line,
  { token }: StepCandidate,
  page: PageProfile | null,
  lines: readonly Line[],
): boolean {
  if (page?.cards !== true || box.y > token.box.y) return false;
  const headings = page.decoys.map(squeeze);
  return lines.some(
    (other) =>
      other.box.y < box.y &&
      gapY(other.box, box) < headingReach * box.height &&
      other.box.x < right(box) &&
      right(other.box) > box.x &&
      headings.includes(squeeze(other.text)),
  );
}

/**
 * Whether a time may be the hour that the count is of: in the title alone, or close to the count. Elsewhere it is the
 * end of an axis, how long somebody slept, or when the data were brought up to date.
 */
function isTimeOfCount(
  line: Line,
  says: Explanation,
  zone: Zone,
  { token }: StepCandidate,
  screen: Screen,
): boolean {
  if (isMeasure(line, screen) || isTimeOfUpdate(line, says)) return false;
  if (zone === "title") return says.onlyTime;
  return zone === "near" && gapX(token.box, line.box) < 2 * token.box.height;
}

/** Four digits that are the count itself, or have a unit (`1941 kcal`), are no year, where thousands are not parted. */
function isAmount(line: Line, text: string, { token }: StepCandidate, { values }: Screen): boolean {
  if (line === token.line) return token.text === text;
  return values.some(({ number, looseUnit }) => {
    const unit = number.unit ?? (looseUnit === null ? null : unitOf(withoutIcon(looseUnit.text)));
    return number.line === line && number.text === text && unit !== null && unit !== "other";
  });
}

/** `Last synced at 4:55 pm`: when the page was brought up to date, however close to the count it stands. */
function isTimeOfUpdate({ text }: Line, { times }: Explanation): boolean {
  const [time, ...others] = times;
  if (time === undefined || others.length > 0 || hasDate(time)) return false;
  const rest = squeeze(text.replace(time.text, ""));
  return updates.has(rest);
}

/** `0.36` over `km` is no time of day, and neither is a decimal number with one digit before the point. */
function isMeasure({ text, box }: Line, { values }: Screen): boolean {
  if (/[ap]\.?\s?m/i.test(text)) return false;
  if (/^\D*\d[.]\d{2}\D*$/.test(text)) return true;
  return values.some(({ number, looseUnit }) => {
    const unit = number.unit ?? (looseUnit === null ? null : unitOf(withoutIcon(looseUnit.text)));
    return number.line.box === box && (unit === "km" || unit === "mi" || unit === "m");
  });
}

/** A tile prints when it was updated on the row of its name, at the right. */
function isOverRight(box: Box, { token }: StepCandidate): boolean {
  return bottom(box) <= token.box.y + 0.3 * token.box.height && box.x > right(token.box);
}

/** A span that stands alone somewhere else speaks of the whole screen, unless a card of its own has it. */
function otherSpan(
  seen: readonly Seen[],
  { token }: StepCandidate,
  vocabulary: Vocabulary,
  page: PageProfile | null,
): Scope | null {
  const headings = (page?.decoys ?? []).map(squeeze);
  const isHeading = (line: Line): boolean =>
    headings.some((heading) => squeeze(line.text).includes(heading)) ||
    explain(line, vocabulary).scopes.length > 0;
  for (const { line, says, zone } of seen) {
    if (zone !== "elsewhere" || !says.onlyTime) continue;
    const span = says.times.find((time) => {
      const kind = scopeOfSpan[time.span];
      return kind !== null && time.span !== "clock" && time.span !== "hours";
    });
    if (span === undefined) continue;
    const isBelow = line.box.y > token.box.y;
    if (isBelow && page?.cards === true) continue;
    const above = seen
      .filter((each) => each.zone === "elsewhere" || !isBelow)
      .map((each) => each.line)
      .filter(
        (other) =>
          other !== line &&
          other.box.y < line.box.y &&
          (isBelow ? other.box.y > token.box.y : gapY(other.box, line.box) < headingReach * line.box.height),
      );
    if (above.some(isHeading)) continue;
    const kind = scopeOfSpan[span.span];
    if (kind !== null) return { kind, text: span.text };
  }
  return null;
}

/** The tab at the foot of the screen that is drawn unlike the others: the part of the app that the page is in. */
function selectedAtFoot(screen: Screen, raster: Raster): string | null {
  return chosenAtFoot(navigationOf(screen), raster)?.text ?? null;
}
