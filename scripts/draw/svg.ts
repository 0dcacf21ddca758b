/** The type faces that screens, and with the serif one pages of text, are set in; `fonts.ts` makes them known to the renderer. */
type Face = "Inter" | "Roboto" | "Figtree" | "PT Serif";

/** How a piece of text looks. */
export interface TextStyle {
  size: number;
  fill: string;
  face: Face;
  weight?: number;
  anchor?: "start" | "middle" | "end";
}

/** A part of a line that may be set differently, as in "4,42 km" with a smaller unit. */
export interface Run {
  t: string;
  size?: number;
  fill?: string;
  weight?: number;
}

/** Outlines of shapes: what fills them, and what is drawn around them. */
export interface Paint {
  fill?: string;
  stroke?: string;
  width?: number;
  cap?: "butt" | "round";
  dash?: string;
  opacity?: number;
}

/** One line of text; y is the baseline. Strings may hold any characters. */
export function text(x: number, y: number, content: string, style: TextStyle): string {
  return runs(x, y, [{ t: content }], style);
}

/** One line of text made of differently set parts, anchored as a whole. */
export function runs(x: number, y: number, parts: readonly Run[], style: TextStyle): string {
  const spans = parts.map((part) => {
    const own = [
      part.size === undefined ? "" : ` font-size="${n(part.size)}"`,
      part.fill === undefined ? "" : ` fill="${part.fill}"`,
      part.weight === undefined ? "" : ` font-weight="${part.weight}"`,
    ].join("");
    return own === "" ? escapeXml(part.t) : `<tspan${own}>${escapeXml(part.t)}</tspan>`;
  });
  const weight = style.weight === undefined ? "" : ` font-weight="${style.weight}"`;
  const anchor = style.anchor === undefined ? "" : ` text-anchor="${style.anchor}"`;
  return (
    `<text x="${n(x)}" y="${n(y)}" font-family="${style.face}" font-size="${n(style.size)}" fill="${style.fill}"` +
    `${weight}${anchor} xml:space="preserve">${spans.join("")}</text>`
  );
}

/** Text over several lines, broken where it would become wider than `width`. */
export function paragraph(
  x: number,
  y: number,
  content: string,
  width: number,
  leading: number,
  style: TextStyle,
): string {
  // Inter runs wider than the other faces, and bold text wider than plain text.
  const wider = (style.face === "Inter" ? 1.09 : 1) * ((style.weight ?? 400) >= 600 ? 1.03 : 1);
  return wrap(content, style.size * wider, width)
    .map((line, index) => text(x, y + index * leading, line, style))
    .join("");
}

/** Breaks text into lines of at most the given width. */
export function wrap(content: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of content.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer, size) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  lines.push(line);
  return lines;
}

/** About how wide a line will be. Good to a few per cent, which is enough to place a neighbour. */
export function widthOf(content: string, size: number): number {
  let ems = 0;
  for (const character of content) {
    if (/[ijl.,:;'|!/()\- ]/.test(character)) ems += 0.29;
    else if (/[ftr]/.test(character)) ems += 0.37;
    else if (/[mwMW%@]/.test(character)) ems += 0.86;
    else if (/[A-Z]/.test(character)) ems += 0.66;
    else if (/[0-9]/.test(character)) ems += 0.6;
    else ems += 0.555;
  }
  return ems * size;
}

/** A rectangle with rounded corners. */
export function box(x: number, y: number, w: number, h: number, radius: number, paint: Paint): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="${n(radius)}"${attributes(paint)}/>`;
}

/** A circle. */
export function circle(x: number, y: number, radius: number, paint: Paint): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}"${attributes(paint)}/>`;
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, paint: Paint): string {
  return path(`M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`, paint);
}

/** Any path. */
export function path(d: string, paint: Paint): string {
  return `<path d="${d}"${attributes(paint)}/>`;
}

/** A line through points. */
export function polyline(points: readonly (readonly [number, number])[], paint: Paint): string {
  const d = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${n(x)} ${n(y)}`).join("");
  return `<path d="${d}" stroke-linejoin="round"${attributes(paint)}/>`;
}

/**
 * Part of a ring, clockwise from `from`; angles are degrees with 0 at twelve o'clock. A full turn becomes a circle,
 * because a path from a point to itself draws nothing.
 */
export function arc(x: number, y: number, radius: number, from: number, sweep: number, paint: Paint): string {
  if (sweep <= 0) return "";
  const stroked: Paint = { fill: "none", cap: "round", ...paint };
  if (sweep >= 360) return circle(x, y, radius, stroked);
  const at = (angle: number): string => {
    const radians = ((angle - 90) * Math.PI) / 180;
    return `${n(x + radius * Math.cos(radians))} ${n(y + radius * Math.sin(radians))}`;
  };
  const large = sweep > 180 ? 1 : 0;
  return path(`M${at(from)}A${n(radius)} ${n(radius)} 0 ${large} 1 ${at(from + sweep)}`, stroked);
}

/** Upright bars on a common base line; `values` are shares of `height`, and the smallest bars stay visible. */
export function bars(
  x: number,
  base: number,
  width: number,
  height: number,
  values: readonly number[],
  thickness: number,
  fill: string,
): string {
  const step = width / values.length;
  return values
    .map((value, index) => {
      if (value <= 0) return "";
      const tall = Math.max(value * height, thickness * 0.7);
      const left = x + index * step + (step - thickness) / 2;
      return box(left, base - tall, thickness, tall, Math.min(thickness / 2.5, 2), { fill });
    })
    .join("");
}

/** A gradient between two colours, from top to bottom or, if `across`, from left to right. */
export function gradient(id: string, from: string, to: string, across = false): string {
  const end = across ? 'x2="1" y2="0"' : 'x2="0" y2="1"';
  return (
    `<linearGradient id="${id}" x1="0" y1="0" ${end}>` +
    `<stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`
  );
}

/** A number as an attribute: short, and the same on every machine. */
export function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** The words that an SVG shows, tags taken away; each text element is one line. */
export function wordsOf(svg: string): string {
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)]
    .map((match) => (match[1] ?? "").replace(/<[^>]+>/g, ""))
    .map((words) => words.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"))
    .join("\n");
}

function attributes(paint: Paint): string {
  return [
    ` fill="${paint.fill ?? "none"}"`,
    paint.stroke === undefined ? "" : ` stroke="${paint.stroke}"`,
    paint.width === undefined ? "" : ` stroke-width="${n(paint.width)}"`,
    paint.cap === undefined ? "" : ` stroke-linecap="${paint.cap}"`,
    paint.dash === undefined ? "" : ` stroke-dasharray="${paint.dash}"`,
    paint.opacity === undefined ? "" : ` opacity="${n(paint.opacity)}"`,
  ].join("");
}

function escapeXml(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
