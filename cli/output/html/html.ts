import { printable } from "../terminal.ts";

/** A piece of HTML in which everything from outside is escaped. Only `html` makes one. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | readonly Html[];

/** A tagged template for HTML: what is put in is escaped, unless it is HTML itself or a list of it. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(literals.reduce((text, literal, index) => text + asText(parts[index - 1] ?? "") + literal));
}

function asText(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(({ text }) => text).join("");
  return Bun.escapeHTML(printable(String(part)));
}

export const nothing = html``;
