import type { Drawn } from "../../../src/charts/drawn.ts";
import { type Html, html, nothing } from "./html.ts";

/** Elements that have no end tag when nothing is in them: those that HTML knows as void, and the shapes of SVG. */
const endless: ReadonlySet<string> = new Set([
  ...["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"],
  ...["circle", "ellipse", "line", "path", "polygon", "polyline", "rect"],
]);

/** Elements whose children stand on lines of their own, so that people can read a page's source. */
const listed: ReadonlySet<string> = new Set(["figure", "table"]);

/** What was drawn, as text of a page in which all of it is escaped. */
export function htmlOf({ tag, attributes, children }: Drawn): Html {
  const named = Object.entries(attributes).map(([name, value]) => html` ${name}="${value}"`);
  if (children.length === 0 && endless.has(tag)) return html`<${tag}${named}/>`;
  const end = listed.has(tag) ? html`\n` : nothing;
  const inside = children.map((child) => html`${typeof child === "string" ? child : htmlOf(child)}${end}`);
  return html`<${tag}${named}>${end}${inside}</${tag}>`;
}
