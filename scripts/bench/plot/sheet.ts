import { Html, html } from "../../../cli/output/html/html.ts";
import { round } from "../../../src/charts/frame.ts";
import { palette } from "../../../src/charts/palette.ts";

/** Width of a plot in its own units, which are pixels where it is shown as it is. */
export const width = 760;
/** Where the drawing begins, below title, subtitle and key. */
export const top = 96;

/** `mark-1` is this program, `mark-4` are others. */
export type Mark = "mark-1" | "mark-4";

/** A plot as a file of its own: it is shown on pages that know nothing of our styles, by day and by night. */
interface Sheet {
  readonly title: string;
  /** What is drawn and how it was measured, in one line. */
  readonly subtitle: string;
  /** What the marks mean. */
  readonly key: readonly { readonly mark: Mark; readonly isFaint?: boolean; readonly name: string }[];
  readonly height: number;
  readonly drawn: Html;
}

/** The whole file. */
export function sheetOf({ title, subtitle, key, height, drawn }: Sheet): string {
  let x = 24;
  const keys = key.map(({ mark, isFaint, name }) => {
    const at = x;
    x += 36 + widthOf(name);
    return html`<rect class="${mark}${isFaint === true ? " faint" : ""}" x="${at}" y="70" width="12" height="12" rx="2"/><text class="soft" x="${at + 18}" y="80">${name}</text>`;
  });
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}: ${subtitle}">
<style>${style}</style>
<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>
<text class="title" x="24" y="30">${title}</text>
<text class="soft" x="24" y="48">${subtitle}</text>
${keys}${drawn}
</svg>
`.text;
}

/** About how wide a text is. */
export function widthOf(text: string): number {
  return 6.9 * text.length;
}

/** A line across the drawing with its value beside it, or up it with its value below: a mark of an axis. */
export function gridLine(
  at: number,
  label: string,
  along: {
    readonly from: number;
    readonly to: number;
    readonly direction: "across" | "up";
    readonly isAxis: boolean;
  },
): Html {
  const { from, to, direction, isAxis } = along;
  const shape = isAxis ? "axis" : "grid";
  const place = round(at);
  return direction === "across"
    ? html`<path class="${shape}" d="M${from} ${place}H${to}"/><text class="soft end" x="${from - 8}" y="${place + 4}">${label}</text>`
    : html`<path class="${shape}" d="M${place} ${from}V${to}"/><text class="soft middle" x="${place}" y="${Math.max(from, to) + 18}">${label}</text>`;
}

// Not by variables: not everything that shows SVG knows them.
function rulesOf(colours: (typeof palette)["light" | "dark"]): string {
  const marks = (["mark-1", "mark-4"] as const).map(
    (mark) => `.${mark} { fill: ${colours[mark]}; } .line.${mark} { stroke: ${colours[mark]}; fill: none; }`,
  );
  return [
    `text { fill: ${colours.ink}; } text.soft { fill: ${colours.soft}; }`,
    `.card { fill: ${colours.card}; stroke: ${colours.line}; } .grid { stroke: ${colours.line}; }`,
    `.axis, .whisker, .leader { stroke: ${colours.soft}; } .limit { stroke: ${colours.bad}; } text.limit-name { fill: ${colours.bad}; stroke: none; }`,
    ...marks,
  ].join("\n");
}

const style = new Html(`
text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
text.title { font-size: 17px; font-weight: 600; }
.end { text-anchor: end; } .middle { text-anchor: middle; }
.faint { opacity: 0.5; } .band { opacity: 0.14; }
.line { stroke-width: 2.5; stroke-linejoin: round; } .whisker { stroke-width: 1.3; fill: none; } .leader { stroke-width: 0.8; fill: none; }
.limit { stroke-width: 1.5; stroke-dasharray: 6 4; fill: none; } .ideal { stroke-width: 1.5; stroke-dasharray: 2 4; fill: none; }
${rulesOf(palette.light)}
@media (prefers-color-scheme: dark) {
${rulesOf(palette.dark)}
}
`);
