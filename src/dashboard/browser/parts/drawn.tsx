import { type ComponentChild, h } from "preact";
import type { Drawn } from "../../../charts/drawn.ts";

/** A chart, as the pages of reports have it. */
export function Chart({ drawn }: { readonly drawn: Drawn }) {
  return nodeOf(drawn);
}

function nodeOf(part: Drawn | string): ComponentChild {
  return typeof part === "string" ? part : h(part.tag, { ...part.attributes }, ...part.children.map(nodeOf));
}
