import { html, nothing } from "../../../cli/output/html/html.ts";
import { round } from "../../../src/charts/frame.ts";
import { gridLine, sheetOf, width, widthOf } from "./sheet.ts";

/** A reader's speed and what comes out. */
export interface ReaderAccuracy {
  readonly name: string;
  readonly isOurs: boolean;
  readonly medianMs: number;
  /** 0–1. */
  readonly rightShare: number;
}

const [left, right, top, bottom] = [72, width - 40, 110, 430];
const lineHeight = 16;

/** A dot for each reader: how long it takes, on a scale of powers, and how many counts come out right. Up and to the left is better. */
export function accuracyPlot(readers: readonly ReaderAccuracy[], pictures: number): string {
  const times = readers.map(({ medianMs }) => medianMs);
  const marks = marksFor(Math.min(...times), Math.max(...times));
  const [low = 1, high = 10] = [marks[0], marks.at(-1)];
  const x = (ms: number): number => left + (Math.log(ms / low) / Math.log(high / low)) * (right - left);
  const y = (share: number): number => bottom - share * (bottom - top);
  const grid = [
    ...[0, 0.2, 0.4, 0.6, 0.8, 1].map((share) =>
      gridLine(y(share), `${Math.round(100 * share)} %`, {
        from: left,
        to: right,
        direction: "across",
        isAxis: share === 0,
      }),
    ),
    ...marks.map((ms) =>
      gridLine(x(ms), ms < 1000 ? `${ms} ms` : `${ms / 1000} s`, {
        from: top,
        to: bottom,
        direction: "up",
        isAxis: false,
      }),
    ),
  ];
  const dots = readers.map((reader) => ({ reader, x: x(reader.medianMs), y: y(reader.rightShare) }));
  const named = placeNames(dots.map((dot) => ({ ...dot, name: dot.reader.name })));
  const drawn = named.map(({ reader, x: dotX, y: dotY, name, nameX, nameY, isEnd }) => {
    const isAway = Math.abs(nameY - dotY) > 2;
    return html`${isAway ? html`<path class="leader" d="M${round(dotX)} ${round(dotY)}L${round(nameX + (isEnd ? 3 : -3))} ${round(nameY)}"/>` : nothing}<circle class="${reader.isOurs ? "mark-1" : "mark-4"}" cx="${round(dotX)}" cy="${round(dotY)}" r="6"/><text class="${isEnd ? "end" : "start"}" x="${round(nameX)}" y="${round(nameY + 4)}">${name}</text>`;
  });
  return sheetOf({
    title: "Right counts against time",
    subtitle: `Counts that come out right, of ${pictures} screenshots, against the median time on one core. Up and to the left is better.`,
    key: [
      { mark: "mark-1", name: "this program" },
      { mark: "mark-4", name: "others, their text through our extractor" },
    ],
    height: bottom + 58,
    drawn: html`${grid}${drawn}<text class="soft middle" x="${(left + right) / 2}" y="${bottom + 42}">median time for a picture, logarithmic</text>`,
  });
}

/** 1, 2 and 5 times powers of ten, from below the lowest to above the highest. */
function marksFor(lowest: number, highest: number): number[] {
  const all = [-1, 0, 1, 2, 3, 4, 5].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));
  const from = all.findLastIndex((mark) => mark <= lowest * 0.95);
  const to = all.findIndex((mark) => mark >= highest * 1.05);
  return all.slice(Math.max(0, from), to === -1 ? all.length : to + 1);
}

/** Where a name may stand, the best place first. */
const moves = Array.from({ length: 30 }, (_, step) => [2 * step, -2 * step])
  .flat()
  .flatMap((down) => [false, true].map((isEnd) => ({ down, isEnd })));

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly name: string;
}

/** Names stand beside their dots, right of them where there is room, else left, and as little above or below as others leave. */
function placeNames<Each extends Dot>(
  dots: readonly Each[],
): (Each & { readonly nameX: number; readonly nameY: number; readonly isEnd: boolean })[] {
  const taken: { from: number; to: number; y: number }[] = dots.map(({ x, y }) => ({
    from: x - 7,
    to: x + 7,
    y,
  }));
  return dots
    .toSorted((one, other) => one.y - other.y || one.x - other.x)
    .map((dot) => {
      const long = widthOf(dot.name);
      const places = moves.map(({ down, isEnd }) => {
        const nameX = dot.x + (isEnd ? -12 : 12);
        return { nameX, nameY: dot.y + down, isEnd, from: isEnd ? nameX - long : nameX };
      });
      const isFree = ({ from, nameY }: (typeof places)[number]): boolean =>
        from >= left &&
        from + long <= right + 12 &&
        taken.every(
          (other) =>
            other.to < from || other.from > from + long || Math.abs(other.y - nameY) >= lineHeight - 2,
        );
      const place = places.find(isFree) ?? {
        nameX: dot.x + 12,
        nameY: dot.y,
        isEnd: false,
        from: dot.x + 12,
      };
      taken.push({ from: place.from, to: place.from + long, y: place.nameY });
      return { ...dot, nameX: place.nameX, nameY: place.nameY, isEnd: place.isEnd };
    });
}
