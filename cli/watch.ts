import { OcrEcoError, toFailure } from "../src/errors.ts";
import { LiveScreen } from "./output/live-screen.ts";
import { findingsOf, type KnownStatus } from "./output/status/findings.ts";
import { type Histories, statusScreen } from "./output/status/screen.ts";
import { beginning, painter, printable, wrap } from "./output/terminal.ts";
import { counted, duration } from "./output/units.ts";
import type { Remote } from "./remote.ts";
import { reportOf, statusOf } from "./service-status.ts";

/** As many looks as the widest screen shows. */
const mostRemembered = 200;

/** What is known while somebody watches. */
interface Seen {
  last: KnownStatus | null;
  histories: Histories;
  /** Why there is no answer now, and since when, on the clock of `performance.now()`. */
  away: { readonly why: string; readonly since: number } | null;
}

/**
 * Shows the state of a service until somebody has had enough, drawn anew every so many seconds; goes on while the service
 * is away. Rejects where the terminal is none, or the key does not let in.
 */
export async function watch(remote: Remote, seconds: number): Promise<number> {
  if (!process.stdout.isTTY) {
    throw new OcrEcoError("USAGE", "--watch needs a terminal; with --json it prints a line for each look.");
  }
  const seen: Seen = { last: null, histories: { waiting: [], cpu: [], memory: [] }, away: null };
  const paint = painter(process.stdout);
  const draw = (): void => {
    const width = screen.columns;
    screen.draw(linesOf(remote, seen, width), (hidden) => {
      const more = hidden === 0 ? "" : `, ${counted(hidden, "more line")} below`;
      return paint("dim", beginning(`every ${seconds} s, q ends${more}`, width));
    });
  };
  const screen = new LiveScreen(process.stdout, process.stdin, draw);
  let isOver = false;
  void screen.ended.then(() => {
    isOver = true;
  });
  try {
    while (!isOver) {
      await Promise.race([look(remote, seen), screen.ended]);
      draw();
      await Promise.race([Bun.sleep(seconds * 1000), screen.ended]);
    }
  } finally {
    screen.close();
  }
  // A question that is not answered yet, and the terminal's input, would hold it for a while.
  process.exit(0);
}

/** Prints a line of JSON for each look, until somebody ends it. */
export async function watchAsJson(remote: Remote, seconds: number): Promise<never> {
  for (;;) {
    const line = await statusOf(remote).then(
      (found) => reportOf(remote, found),
      (error: unknown) => ({ url: remote.url, level: "away", error: ofAway(error) }),
    );
    process.stdout.write(`${JSON.stringify(line)}\n`);
    await Bun.sleep(seconds * 1000);
  }
}

async function look(remote: Remote, seen: Seen): Promise<void> {
  try {
    const found = await statusOf(remote);
    const { waiting, cpu, memory } = seen.histories;
    const { machine } = found.details;
    seen.last = found;
    seen.away = null;
    seen.histories = {
      waiting: [...waiting, found.queue.waiting_in_queue].slice(-mostRemembered),
      cpu: [...cpu, machine.cpu_percent].slice(-mostRemembered),
      memory: [...memory, machine.memory_percent].slice(-mostRemembered),
    };
  } catch (error) {
    seen.away = { why: ofAway(error).message, since: seen.away?.since ?? performance.now() };
  }
}

/** Throws what waiting does not mend. */
function ofAway(error: unknown): ReturnType<typeof toFailure> {
  if (!(error instanceof OcrEcoError) || !error.code.startsWith("SERVER_")) throw error;
  return toFailure(error);
}

function linesOf(remote: Remote, { last, histories, away }: Seen, width: number): string[] {
  const paint = painter(process.stdout);
  const known = (dim: boolean): string[] =>
    last === null
      ? []
      : statusScreen(last, findingsOf(last), {
          url: remote.url,
          width,
          paint: dim ? (_style, text) => paint("dim", text) : paint,
          isDrawn: true,
          histories,
        });
  if (away === null)
    return last === null ? [paint("dim", beginning(`asking ${remote.url}`, width))] : known(false);
  const since = duration(Math.round((performance.now() - away.since) / 1000));
  const banner = wrap(printable(`✗ away for ${since}: ${away.why}`), width).map((line) =>
    paint(["red", "bold"], beginning(line, width)),
  );
  const before =
    last === null ? [] : ["", paint("dim", beginning(`before that, at ${last.timestamp}:`, width))];
  return [...banner, ...before, ...known(true).map((line) => paint("dim", line))];
}
