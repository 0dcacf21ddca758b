import type { Grid, Section } from "./section.ts";
import type { Target } from "./target.ts";

/** The scripts that write to a page of figures, in the order of its sections, and what each measures. */
const titles = {
  figures: "Reading",
  "scope-figures": "Screens that are no day",
  "leave-one-out": "Screens that are no day, without one thing that is known",
  "cross-validate": "Pages whose profile is taken away",
  "text-errors": "Plain text and documents",
  "start-figures": "The start of the executable",
  "service-figures": "The service",
  "metrics-figures": "Metrics",
  "redis-figures": "A queue in Redis",
  "trace-figures": "Traces",
  "gpu-figures": "The GPU",
  "dashboard-figures": "The dashboard",
  "review-figures": "The review desk",
  "bench-queue": "The queue alone",
  "jobs-figures": "Lists of jobs",
  "damaged-databases": "Checks of the queue's database",
  "loadtest-figures": "The load test",
  scaling: "Growing",
  "slow-clients": "Slow clients",
  "hostile-servers": "Faulty servers",
  bombs: "Decompression bombs",
  bench: "Beside others",
  "worker-memory": "Memory of a worker",
} as const;

/** A script that writes its figures down, by its file's name. */
export type FiguresScript = keyof typeof titles;

const order = Object.keys(titles) as FiguresScript[];

/** How and where something was measured. */
export interface Conditions {
  /** As it was typed, without --write. */
  readonly command: string;
  /** Of the end, as 2026-03-01. */
  readonly date: string;
  /** Of what was measured, with its commit. */
  readonly version: string;
  readonly machine: string;
  readonly cores: number;
  /** Processes that wanted a core in the minute before the beginning, on average. */
  readonly load: number;
}

/** A piece of the page: a script's section with its markers, or what stands between two of them. */
interface Piece {
  readonly script: FiguresScript | null;
  readonly text: string;
}

const beginOf = (script: string): string => `<!-- ${script}: begin -->`;
const endOf = (script: string): string => `<!-- ${script}: end -->`;

/**
 * The page with a script's section replaced, or put where it belongs among the others; all else stays as it is. Throws a
 * sentence where the page's markers cannot be understood.
 */
export function withSection(page: string, script: FiguresScript, text: string): string {
  const pieces = piecesOf(page);
  const section: Piece = { script, text: `${beginOf(script)}\n${text.trim()}\n${endOf(script)}` };
  const own = pieces.findIndex((piece) => piece.script === script);
  if (own !== -1) return together(pieces.with(own, section));
  const isLater = (piece: Piece): boolean =>
    piece.script !== null && order.indexOf(piece.script) > order.indexOf(script);
  const later = pieces.findIndex(isLater);
  const gap: Piece = { script: null, text: "\n\n" };
  if (later !== -1) return together(pieces.toSpliced(later, 0, section, gap));
  return `${page.trimEnd()}\n\n${section.text}\n`;
}

function together(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

function piecesOf(page: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { index, 0: marker, 1: name = "", 2: kind } of page.matchAll(
    /<!-- ([\w-]+): (begin|end) -->/g,
  )) {
    if (index < at) continue;
    const script = order.find((each) => each === name);
    if (script === undefined)
      throw new Error(`The page has a section of ${name}, which writes none: take it out.`);
    if (kind === "end")
      throw new Error(`The page has "${marker}" without a beginning before it: take it out.`);
    if (pieces.some((piece) => piece.script === script))
      throw new Error(`The page has two sections of ${name}: take one of them out.`);
    const inside = index + marker.length;
    const end = page.indexOf(endOf(name), inside);
    const next = page.indexOf(": begin -->", inside);
    if (end === -1 || (next !== -1 && next < end))
      throw new Error(`The page has no "${endOf(name)}" where that section ends: put it there.`);
    pieces.push({ script: null, text: page.slice(at, index) });
    at = end + endOf(name).length;
    pieces.push({ script, text: page.slice(index, at) });
  }
  return [...pieces, { script: null, text: page.slice(at) }];
}

/** A script's section: how it was measured, then a table for each part. */
export function sectionText(
  script: FiguresScript,
  { command, date, version, machine, cores, load }: Conditions,
  parts: readonly (Section | Grid)[],
): string {
  const isBusy = load >= cores / 2;
  const busy = `load average at the beginning ${load.toFixed(1)}${isBusy ? ": the machine was busy" : ""}`;
  const how = [`\`${command}\``, date, version, machine, busy];
  return [
    `## ${titles[script]}`,
    `${how.join(", ")}.`,
    ...parts.flatMap((part) => [
      `### ${part.title.trim()}`,
      "targets" in part ? ofTargets(part) : ofGrid(part),
    ]),
  ].join("\n\n");
}

function ofTargets({ targets }: Section): string {
  if (targets.every(({ wanted }) => wanted === ""))
    return table([
      ["figure", "measured"],
      ...targets.map((target) => [target.what.trim(), measured(target)]),
    ]);
  return table([
    ["figure", "measured", "target", ""],
    ...targets.map((target) => [
      target.what.trim(),
      measured(target),
      target.wanted,
      target.reached === null ? "" : target.reached ? "reached" : "**missed**",
    ]),
  ]);
}

function measured({ shown, note }: Target): string {
  return note === undefined ? shown : `${shown}; ${note}`;
}

function ofGrid({ rows }: Grid): string {
  const columns = [...new Set(Object.values(rows).flatMap((row) => Object.keys(row)))];
  return table([
    ["", ...columns],
    ...Object.entries(rows).map(([name, row]) => [
      name,
      ...columns.map((column) => String(row[column] ?? "")),
    ]),
  ]);
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll(/\s+/g, " ")).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
