/**
 * An element of HTML or SVG as plain data: pages write it as text, a browser makes nodes of it. What is in texts and
 * values is as it came; whoever shows it escapes it. Names of elements and attributes are always the program's own.
 */
export interface Drawn {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (Drawn | string)[];
}

export function element(tag: string, attributes: Drawn["attributes"], ...children: Drawn["children"]): Drawn {
  return { tag, attributes, children };
}
