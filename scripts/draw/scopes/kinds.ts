import type { ScopeKind } from "../../../src/reading/scope/scope.ts";
import type { ListName } from "../expressions/index.ts";
import { longDate, say } from "../format.ts";
import { calloutBody, type Hero, heroBody, ringBody, rowsBody } from "./bodies.ts";
import { type Canvas, pageOf, type Top } from "./frame.ts";
import { cardsBody, dialogBody, entriesBody, mockBody, peopleBody, type Row } from "./list-bodies.ts";
import { article, chat, lockScreen, mail, watchFaces } from "./unframed.ts";

/** A kind of page: of what its count is, and how it is drawn as SVG. */
export interface Kind {
  readonly scope: ScopeKind;
  draw(canvas: Canvas): string;
}

/** The word for steps, or another everyday heading. */
function plainTitle({ phone }: Canvas): string {
  const { style, r } = phone;
  return r.pick([
    say(style, "Steps", "Langkah"),
    say(style, "Steps", "Langkah"),
    say(style, "Activity", "Aktivitas"),
    say(style, "Summary", "Ringkasan"),
    say(style, "Trends", "Tren"),
    say(style, "Statistics", "Statistik"),
  ]);
}

/** The date of a day, or the word for today: on a page like these it is not the count's. */
function someDay({ phone }: Canvas): string {
  return phone.r.chance(0.5)
    ? say(phone.style, "Today", "Hari ini")
    : longDate(phone.day.date, phone.style, phone.r.chance(0.6));
}

/** The count in a ring or free. */
function count(canvas: Canvas, top: Top, hero: Hero): string {
  const body = canvas.phone.r.chance(0.3) ? ringBody : heroBody;
  return pageOf(canvas, top, (y) => body(canvas, hero, y));
}

/**
 * A count over a span of time. The words that say so stand in one place: as the heading, under it, above the count, or
 * below it.
 */
function overTime(canvas: Canvas, list: ListName, span: number, steps: number, bars: number): string {
  const words = canvas.wording.from(list);
  const title = plainTitle(canvas);
  const place = canvas.phone.r.pick(["title", "when", "when", "above", "below"] as const);
  if (place === "title") return count(canvas, { title: words, span }, { steps, bars });
  if (place === "when") return count(canvas, { title, span, when: words }, { steps, bars });
  return count(canvas, { title, span }, { steps, bars, [place]: words });
}

/** Few or many of something, now and then as few as one walks in a day. */
function many({ phone }: Canvas, low: number, high: number): number {
  return phone.r.chance(0.35) ? phone.r.int(low, Math.min(high, low * 3)) : phone.r.int(low, high);
}

function rows(canvas: Canvas, list: ListName, amount: number, high: number): Row[] {
  return Array.from({ length: amount }, () => ({
    name: canvas.wording.from(list),
    steps: canvas.phone.r.int(40, high),
  }));
}

function hour(canvas: Canvas): string {
  const { r } = canvas.phone;
  const steps = r.int(60, 4200);
  const words = canvas.wording.from(r.chance(0.8) ? "hours" : "dayParts");
  const top = { title: plainTitle(canvas), span: 0, when: r.chance(0.5) ? someDay(canvas) : "" };
  if (r.chance(0.25)) return count(canvas, top, { steps, above: words, bars: 24 });
  return pageOf(canvas, top, (y) => calloutBody(canvas, { steps, above: words, bars: 24 }, y));
}

function average(canvas: Canvas): string {
  const { r } = canvas.phone;
  const caption = canvas.wording.from("averages");
  const when = r.chance(0.6) ? canvas.wording.from(r.pick(["weeks", "months", "dayRanges"] as const)) : "";
  const hero = { steps: r.int(1800, 16_000), bars: r.pick([7, 30, 12]) };
  const place = r.pick(["above", "above", "below"] as const);
  return count(canvas, { title: plainTitle(canvas), span: r.int(1, 3), when }, { ...hero, [place]: caption });
}

function bestDay(canvas: Canvas): string {
  const { r } = canvas.phone;
  const words = canvas.wording.from("bestDays");
  const hero = { steps: r.int(8000, 42_000), bars: 0, below: r.chance(0.7) ? someDay(canvas) : "" };
  return r.chance(0.4)
    ? count(canvas, { title: words }, hero)
    : count(canvas, { title: plainTitle(canvas) }, { ...hero, above: words });
}

function exercise(canvas: Canvas): string {
  const { r } = canvas.phone;
  const words = canvas.wording.from("exercises");
  const title = r.pick([words, plainTitle(canvas), say(canvas.phone.style, "Details", "Detail")]);
  const top = { title, when: r.chance(0.5) ? someDay(canvas) : "" };
  return pageOf(canvas, top, (y) => rowsBody(canvas, r.int(900, 26_000), words, y));
}

/** Somebody else's day, which looks as the owner's does but for the name. */
function person(canvas: Canvas, list: ListName): string {
  const { r } = canvas.phone;
  const name = canvas.wording.from(list);
  const hero = { steps: r.int(900, 24_000), bars: r.pick([0, 24, 7]) };
  const when = r.chance(0.7) ? someDay(canvas) : "";
  return r.chance(0.6)
    ? count(canvas, { title: name, span: 0, when }, hero)
    : count(canvas, { title: plainTitle(canvas), when }, { ...hero, above: name });
}

function group(canvas: Canvas): string {
  const { r } = canvas.phone;
  const title = canvas.wording.from("groups");
  const when = r.pick(["", someDay(canvas), canvas.wording.from("weeks")]);
  if (r.chance(0.35)) return count(canvas, { title, when }, { steps: many(canvas, 9000, 900_000), bars: 0 });
  const people = rows(canvas, "names", r.int(3, 7), 26_000).sort((a, b) => b.steps - a.steps);
  return pageOf(canvas, { title, when }, (y) => peopleBody(canvas, people, y));
}

function challenge(canvas: Canvas): string {
  const { r } = canvas.phone;
  const words = canvas.wording.from("challenges");
  const hero = { steps: many(canvas, 8000, 300_000), bars: 0 };
  const when = r.pick(["", someDay(canvas), canvas.wording.from("dayRanges")]);
  return r.chance(0.6)
    ? count(canvas, { title: words, when }, hero)
    : count(canvas, { title: plainTitle(canvas), when }, { ...hero, above: words });
}

function dialog(canvas: Canvas, list: ListName): string {
  const { r, style } = canvas.phone;
  const words = canvas.wording.from(list);
  const hint = list === "goals" ? say(style, "every day", "setiap hari") : someDay(canvas);
  const steps = list === "goals" ? r.int(4, 40) * 500 : r.int(500, 22_000);
  return pageOf(canvas, { title: r.pick([words, plainTitle(canvas)]) }, (y) =>
    dialogBody(canvas, words, steps, hint, y),
  );
}

function log(canvas: Canvas): string {
  const title = canvas.wording.from("logs");
  const { r } = canvas.phone;
  const entries = rows(canvas, "hours", r.int(1, 8), 2400);
  return pageOf(canvas, { title, when: r.chance(0.5) ? someDay(canvas) : "" }, (y) =>
    entriesBody(canvas, entries, y),
  );
}

function cards(canvas: Canvas, list: ListName): string {
  const { r, style } = canvas.phone;
  const shown = Array.from({ length: r.int(1, 4) }, () => ({
    head: r.pick([canvas.skin.app, someDay(canvas), say(style, "now", "sekarang")]),
    words: canvas.wording.from(list),
  }));
  return pageOf(canvas, { title: r.pick([canvas.skin.app, someDay(canvas)]) }, (y) =>
    cardsBody(canvas, shown, y),
  );
}

function mock(canvas: Canvas, list: ListName): string {
  const words = [canvas.wording.from(list), canvas.wording.from(list), canvas.wording.from(list)] as const;
  const { r } = canvas.phone;
  return pageOf(canvas, { title: r.pick([canvas.skin.app, words[0]]) }, (y) =>
    mockBody(canvas, r.int(2000, 14_000), words, y),
  );
}

function sentences({ wording, phone }: Canvas, list: ListName, most: number): string[] {
  return Array.from({ length: phone.r.int(1, most) }, () => wording.from(list));
}

function notification(canvas: Canvas): string {
  return canvas.phone.r.chance(0.6)
    ? lockScreen(canvas, sentences(canvas, "notifications", 4))
    : cards(canvas, "notifications");
}

function remark(canvas: Canvas): string {
  const { r } = canvas.phone;
  const place = r.next();
  if (place < 0.5)
    return chat(canvas, canvas.wording.from("names"), sentences(canvas, "remarks", 4), r.int(900, 24_000));
  if (place < 0.85) return article(canvas, canvas.wording.from("remarks"), sentences(canvas, "remarks", 3));
  return cards(canvas, "remarks");
}

function letter(canvas: Canvas): string {
  const list = canvas.phone.r.pick(["weeks", "months", "dayRanges", "years"] as const);
  return mail(canvas, canvas.wording.from(list), many(canvas, 9000, 400_000));
}

function reward(canvas: Canvas): string {
  const { r } = canvas.phone;
  if (r.chance(0.4)) return cards(canvas, "rewards");
  const hero = { steps: r.int(900, 30_000), bars: 0, above: canvas.wording.from("rewards") };
  return count(canvas, { title: r.pick([canvas.wording.from("rewards"), plainTitle(canvas)]) }, hero);
}

/** Every kind of page that is no day of the owner. */
export const SCOPE_KINDS = {
  mail: { scope: "several_days", draw: letter },
  face: {
    scope: "no_record",
    draw: (canvas) => watchFaces(canvas, canvas.wording.from("faces"), canvas.wording.from("shops")),
  },
  hour: { scope: "part_of_day", draw: hour },
  week: {
    scope: "several_days",
    draw: (canvas) => overTime(canvas, "weeks", 1, many(canvas, 9000, 95_000), 7),
  },
  range: {
    scope: "several_days",
    draw: (canvas) => overTime(canvas, "dayRanges", 1, many(canvas, 9000, 95_000), 7),
  },
  month: {
    scope: "several_days",
    draw: (canvas) => overTime(canvas, "months", 2, many(canvas, 12_000, 400_000), 30),
  },
  year: {
    scope: "several_days",
    draw: (canvas) => overTime(canvas, "years", 3, many(canvas, 15_000, 4_000_000), 12),
  },
  total: {
    scope: "total",
    draw: (canvas) => overTime(canvas, "totals", 3, many(canvas, 9000, 9_000_000), 0),
  },
  average: { scope: "average", draw: average },
  best: { scope: "several_days", draw: bestDay },
  exercise: { scope: "exercise", draw: exercise },
  friend: { scope: "other_person", draw: (canvas) => person(canvas, "names") },
  family: { scope: "other_person", draw: (canvas) => person(canvas, "family") },
  group: { scope: "other_person", draw: group },
  challenge: { scope: "total", draw: challenge },
  goal: { scope: "goal", draw: (canvas) => dialog(canvas, "goals") },
  entry: { scope: "no_record", draw: (canvas) => dialog(canvas, "entries") },
  log: { scope: "part_of_day", draw: log },
  notification: { scope: "no_record", draw: notification },
  shop: { scope: "no_record", draw: (canvas) => mock(canvas, "shops") },
  tutorial: { scope: "no_record", draw: (canvas) => mock(canvas, "tutorials") },
  reward: { scope: "no_record", draw: reward },
  remark: { scope: "no_record", draw: remark },
} as const satisfies Record<string, Kind>;

/** The name of a kind. */
export type KindName = keyof typeof SCOPE_KINDS;
