import { Html } from "./html.ts";

/** Works in light and dark, from a phone's width up, without anything from elsewhere. */
export const style = new Html(`<style>
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --ink: #1b1f24; --soft: #5c6570; --line: #dfe3e8;
  --good: #12793f; --good-ground: #dff4e7; --warn: #8a5200; --warn-ground: #fdeecf; --bad: #b3261e; --bad-ground: #fce3e1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101317; --card: #1a1f25; --ink: #e7eaee; --soft: #9aa4b0; --line: #2d343c;
    --good: #6fd69a; --good-ground: #153524; --warn: #f0bd63; --warn-ground: #3a2b10; --bad: #ff8f86; --bad-ground: #451b18;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1240px; padding: 24px 16px 64px; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; }
h2 { margin: 40px 0 12px; font-size: 19px; }
h3.group { margin: 20px 0 10px; }
h2 small, h3 small { color: var(--soft); font-weight: normal; }
h3 { margin: 0; font-size: 15px; overflow-wrap: anywhere; }
p { margin: 4px 0 12px; }
.soft { color: var(--soft); }
a { color: inherit; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 16px 0 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); gap: 10px; margin-top: 18px; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; }
.tile b { display: block; font-size: 24px; line-height: 1.3; }
.tile span { color: var(--soft); font-size: 13px; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 12px; text-align: right; white-space: nowrap; border-top: 1px solid var(--line); }
tr:first-child th { border-top: 0; color: var(--soft); font-weight: 500; font-size: 13px; }
th:first-child, td:first-child, .left { text-align: left !important; }
td.long { white-space: normal; min-width: 220px; overflow-wrap: anywhere; text-align: left; }
td.inner { padding-left: 30px; color: var(--soft); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 0 24px; align-items: start; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); gap: 16px; align-items: start; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px; min-width: 0; }
.card header { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.chip { border-radius: 99px; padding: 1px 9px; font-size: 12.5px; background: var(--ground); border: 1px solid var(--line); white-space: nowrap; }
.chip.good { background: var(--good-ground); border-color: transparent; }
.chip.warn { background: var(--warn-ground); border-color: transparent; }
.chip.bad { background: var(--bad-ground); border-color: transparent; }
.numbers { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 24px; margin: 8px 0 4px; }
.numbers span { color: var(--soft); }
.numbers b { font-size: 18px; }
ul { margin: 4px 0 10px; padding-left: 18px; color: var(--soft); overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; }
.pair.wide { grid-template-columns: 1fr; }
figure { margin: 0; min-width: 0; }
figure img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; }
figcaption { color: var(--soft); font-size: 12.5px; margin-bottom: 3px; }
.missing { border: 1px dashed var(--line); border-radius: 6px; padding: 24px 8px; text-align: center; color: var(--soft); }
</style>`);
