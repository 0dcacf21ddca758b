/** An element's name and attributes, and the text that follows its opening tag. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

const token =
  /<\?[^>]*\?>|<!DOCTYPE[^>]*>|<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** All elements of an XML text, in document order. Throws where it is not well-formed. */
export function parseXml(text: string): Element[] {
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`Not well-formed: ${text.slice(at, at + 80)}`);
    const [, closing, name, attributes, empty, content] = match;
    if (content !== undefined) {
      const last = elements.at(-1);
      if (last !== undefined) last.text += decoded(content);
    } else if (name !== undefined && closing === "/") {
      const expected = open.pop();
      if (expected !== name) throw new Error(`</${name}> stands where </${expected}> belongs`);
    } else if (name !== undefined) {
      elements.push({ name, attributes: attributesIn(attributes ?? ""), text: "" });
      if (empty === "") open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is never closed`);
  return elements;
}

function attributesIn(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, decoded(value)]));
}

function decoded(text: string): string {
  return text.replace(/&(#?\w*);?/g, (whole, name: string) => {
    const character = name.startsWith("#") ? characterOf(name) : entities[name];
    if (character === undefined || !whole.endsWith(";")) throw new Error(`Not well-formed: ${whole}`);
    return character;
  });
}

/** From a reference by number: `#10`, `#xA`. */
function characterOf(reference: string): string {
  return String.fromCodePoint(Number(reference.replace("#x", "0x").replace("#", "")));
}
