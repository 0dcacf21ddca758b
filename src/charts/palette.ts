/** The colours of whatever is shown to a person, by day and by night; `mark-…` are those of what is drawn. */
export const palette = {
  light: {
    ground: "#f6f7f9",
    card: "#fff",
    ink: "#1b1f24",
    soft: "#5c6570",
    line: "#dfe3e8",
    good: "#12793f",
    "good-ground": "#dff4e7",
    warn: "#8a5200",
    "warn-ground": "#fdeecf",
    bad: "#b3261e",
    "bad-ground": "#fce3e1",
    "mark-1": "#2f6fd0",
    "mark-2": "#12996b",
    "mark-3": "#c98a12",
    "mark-4": "#8b95a1",
    "mark-bad": "#d0453c",
  },
  dark: {
    ground: "#101317",
    card: "#1a1f25",
    ink: "#e7eaee",
    soft: "#9aa4b0",
    line: "#2d343c",
    good: "#6fd69a",
    "good-ground": "#153524",
    warn: "#f0bd63",
    "warn-ground": "#3a2b10",
    bad: "#ff8f86",
    "bad-ground": "#451b18",
    "mark-1": "#6ea4f4",
    "mark-2": "#4fc797",
    "mark-3": "#e3b04b",
    "mark-4": "#79838f",
    "mark-bad": "#ff7a70",
  },
} as const;

/** Colours as the variables of CSS that the style of charts, and of pages, takes them from. */
export function variablesOf(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");
}

/** How charts look, as CSS that needs nothing of what they stand on but the variables of the palette. */
export const chartStyle = `
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 350px), 1fr)); gap: 16px; align-items: start; }
.chart { margin: 0; min-width: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 14px 8px; }
.chart figcaption { font-weight: 600; }
.chart figcaption small { display: block; color: var(--soft); font-weight: normal; font-size: 13px; }
.chart svg { display: block; width: 100%; height: auto; margin-top: 6px; overflow: visible; }
.chart text { fill: var(--soft); font-size: 14px; font-variant-numeric: tabular-nums; }
.chart .grid { stroke: var(--line); stroke-width: 1; }
.chart .axis { stroke: var(--soft); stroke-width: 1; }
.chart .limit { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 6 4; fill: none; }
.chart text.limit-name { fill: var(--bad); stroke: var(--card); stroke-width: 4px; paint-order: stroke; }
.chart .path { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.chart .empty { fill: var(--soft); text-anchor: middle; }
.key { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 13px; color: var(--soft); margin-top: 2px; }
.key i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; background: currentColor; }
.chart details { margin-top: 6px; font-size: 13px; }
.chart summary { color: var(--soft); cursor: pointer; padding: 2px 0; }
.chart details > div { overflow-x: auto; }
.chart table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.chart td, .chart th { padding: 3px 8px; border-top: 1px solid var(--line); text-align: right; white-space: nowrap; }
.chart th { font-weight: 500; } .chart th:first-child { text-align: left; }
.chart tr:first-child th { border-top: 0; color: var(--soft); }
.tone-1 { color: var(--mark-1); } .tone-2 { color: var(--mark-2); } .tone-3 { color: var(--mark-3); }
.tone-4 { color: var(--mark-4); } .tone-bad { color: var(--mark-bad); }
.bar, .dot { fill: currentColor; } .path { stroke: currentColor; }
@media print { .chart { break-inside: avoid; } .bar, .key i { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
