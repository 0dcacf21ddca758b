import { html, nothing } from "../../../cli/output/html/html.ts";
import { lineOf, round } from "../../../src/charts/frame.ts";
import { scaleTo } from "../../../src/charts/scale.ts";
import { gridLine, sheetOf, top, width } from "./sheet.ts";

/** Resident memory of a process after so many pictures, in MB (10⁶ bytes). */
export interface MemorySample {
  readonly pictures: number;
  readonly mb: number;
}

const [left, right, bottom] = [84, width - 32, 340];

/** The memory over the pictures, with what is promised: a limit, and a band from the picture on from which it counts. */
export function memoryPlot(
  samples: readonly MemorySample[],
  promise: {
    readonly mostMb: number;
    readonly from: number;
    readonly middleMb: number;
    readonly share: number;
  },
): string {
  const last = samples.at(-1)?.pictures ?? 1;
  const across = scaleTo(last, "count");
  const up = scaleTo(Math.max(promise.mostMb, ...samples.map(({ mb }) => mb)), "count");
  const x = (pictures: number): number => left + (pictures / across.most) * (right - left);
  const y = (mb: number): number => bottom - (mb / up.most) * (bottom - top);
  const grid = [
    ...up.ticks.map((tick) =>
      gridLine(y(tick), `${tick} MB`, { from: left, to: right, direction: "across", isAxis: tick === 0 }),
    ),
    ...across.ticks.map((tick) =>
      gridLine(x(tick), tick.toLocaleString("en"), {
        from: bottom,
        to: bottom + 4,
        direction: "up",
        isAxis: true,
      }),
    ),
  ];
  const { from, middleMb, share, mostMb } = promise;
  const [high, low] = [y(middleMb * (1 + share)), y(middleMb * (1 - share))];
  const band =
    from >= last
      ? nothing
      : html`<rect class="mark-1 band" x="${round(x(from))}" y="${round(high)}" width="${round(x(last) - x(from))}" height="${round(low - high)}"/>`;
  const limit = round(y(mostMb));
  // Where there is nothing drawn.
  const limitName = (samples.at(-1)?.mb ?? 0) > mostMb ? limit + 17 : limit - 6;
  return sheetOf({
    title: "Memory of a worker",
    subtitle:
      "Resident memory of one process between pictures, engine auto, while it reads one screenshot after the other.",
    key: [
      { mark: "mark-1", name: "memory" },
      {
        mark: "mark-1",
        isFaint: true,
        name: `± ${Math.round(100 * share)} % of its median, from picture ${from.toLocaleString("en")} on`,
      },
    ],
    height: bottom + 58,
    drawn: html`${grid}${band}<path class="limit" d="M${left} ${limit}H${right}"/><text class="limit-name end" x="${right}" y="${limitName}">at most ${mostMb} MB</text><path class="line mark-1" d="${lineOf(samples.map((each) => [x(each.pictures), y(each.mb)] as const))}"/><text class="soft middle" x="${(left + right) / 2}" y="${bottom + 42}">pictures read</text>`,
  });
}
