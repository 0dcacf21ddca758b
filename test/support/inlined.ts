/** A document with what its references lead to in their places. Throws for one that leads to nothing. */
export function inlined(document: Readonly<Record<string, unknown>>): unknown {
  const inside = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(inside);
    if (typeof part !== "object" || part === null) return part;
    if ("$ref" in part) return inside(targetOf(String(part.$ref), document));
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, inside(value)]));
  };
  return inside(document);
}

function targetOf(reference: string, document: Readonly<Record<string, unknown>>): unknown {
  const target = reference
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document);
  if (target === undefined) throw new Error(`${reference} leads to nothing`);
  return target;
}
