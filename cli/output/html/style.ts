import { palette, variablesOf } from "../../../src/charts/palette.ts";
import { Html } from "./html.ts";

/** What all pages share: works in light and dark, printed and from a phone's width up, without anything from elsewhere. */
export const commonStyle = new Html(`
:root { color-scheme: light dark; ${variablesOf(palette.light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variablesOf(palette.dark)} } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1240px; padding: 24px 16px 64px; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; }
h2 { margin: 40px 0 12px; font-size: 19px; }
h2 small, h3 small { color: var(--soft); font-weight: normal; }
h3 { margin: 0; font-size: 15px; overflow-wrap: anywhere; }
p { margin: 4px 0 12px; }
.soft { color: var(--soft); }
a { color: inherit; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); gap: 10px; margin-top: 18px; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; }
.tile b { display: block; font-size: 24px; line-height: 1.3; }
.tile span { color: var(--soft); font-size: 13px; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 12px; text-align: right; white-space: nowrap; border-top: 1px solid var(--line); }
th { font-weight: 500; }
tr:first-child th { border-top: 0; color: var(--soft); font-weight: 500; font-size: 13px; }
th:first-child, td:first-child, .left { text-align: left !important; }
.chip { border-radius: 99px; padding: 1px 9px; font-size: 12.5px; background: var(--ground); border: 1px solid var(--line); white-space: nowrap; }
.chip.good { background: var(--good-ground); border-color: transparent; }
.chip.warn { background: var(--warn-ground); border-color: transparent; }
.chip.bad { background: var(--bad-ground); border-color: transparent; }
figure { margin: 0; min-width: 0; }
@media print {
  @page { margin: 14mm; }
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; background: #fff; font-size: 12px; }
  .tile, .scroll, .chip { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`);
