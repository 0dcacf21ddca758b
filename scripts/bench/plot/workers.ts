import { html } from "../../../cli/output/html/html.ts";
import { round } from "../../../src/charts/frame.ts";
import { scaleTo } from "../../../src/charts/scale.ts";
import type { WorkersFigures } from "../workers.ts";
import { gridLine, sheetOf, top, width } from "./sheet.ts";

const [left, right, bottom] = [84, width - 40, 330];

/** A bar for each number of workers, and how high it would be if each worker did as much as one alone. */
export function workersPlot({ rates, machine }: WorkersFigures, cores: number, pictures: number): string {
  const one = rates[0]?.perSecond ?? 0;
  const highest = Math.max(0, ...rates.map(({ workers, perSecond }) => Math.max(perSecond, ideal(workers))));
  const { ticks, most } = scaleTo(highest, "number");
  const y = (value: number): number => bottom - (value / most) * (bottom - top);
  const slot = (right - left) / Math.max(1, rates.length);
  function ideal(workers: number): number {
    return one * Math.min(workers, cores);
  }
  const bars = rates.map(({ workers, perSecond, besideOne }, index) => {
    const middle = left + (index + 0.5) * slot;
    const bar = Math.min(120, 0.6 * slot);
    const x = round(middle - bar / 2);
    const goal = round(y(ideal(workers)));
    const height = y(perSecond);
    const label = height - goal < 24 ? Math.min(height, goal) : height;
    return html`<rect class="mark-1" x="${x}" y="${round(y(perSecond))}" width="${round(bar)}" height="${round(bottom - y(perSecond))}" rx="2"/><path class="ideal axis" d="M${round(x - 14)} ${goal}h${round(bar + 28)}"/><text class="middle" x="${round(middle)}" y="${round(label - 8)}">${perSecond.toFixed(2)} a second${index === 0 ? "" : ` (× ${besideOne.toFixed(2)})`}</text><text class="soft middle" x="${round(middle)}" y="${bottom + 20}">${workers === 1 ? "1 worker" : `${workers} workers`}</text>`;
  });
  const grid = ticks.map((tick) =>
    gridLine(y(tick), String(tick), { from: left, to: right, direction: "across", isAxis: tick === 0 }),
  );
  return sheetOf({
    title: "Pictures a second, by workers",
    subtitle: `${pictures} screenshots, engine auto, ${cores} ${cores === 1 ? "core" : "cores"}. Dotted: one worker, as often as there are cores.`,
    key: [
      {
        mark: "mark-1",
        name: `pictures a second; two programs that only count did × ${machine.toFixed(2)} as much as one meanwhile`,
      },
    ],
    height: bottom + 40,
    drawn: html`${grid}${bars}`,
  });
}
