import { Html } from "../output/html/html.ts";

/** What the page about an evaluation needs beyond what all pages share. */
export const style = new Html(`
h3.group { margin: 20px 0 10px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 16px 0 0; }
td.long { white-space: normal; min-width: 220px; overflow-wrap: anywhere; text-align: left; }
td.inner { padding-left: 30px; color: var(--soft); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 0 24px; align-items: start; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); gap: 16px; align-items: start; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px; min-width: 0; }
.card header { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.numbers { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 24px; margin: 8px 0 4px; }
.numbers span { color: var(--soft); }
.numbers b { font-size: 18px; }
ul { margin: 4px 0 10px; padding-left: 18px; color: var(--soft); overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; }
.pair.wide { grid-template-columns: 1fr; }
figure img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; }
figcaption { color: var(--soft); font-size: 12.5px; margin-bottom: 3px; }
.missing { border: 1px dashed var(--line); border-radius: 6px; padding: 24px 8px; text-align: center; color: var(--soft); }
`);
