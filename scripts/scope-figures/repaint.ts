import sharp from "sharp";
import type { Box } from "../../src/reading/image/raster.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { box, text, widthOf } from "../draw/index.ts";

/** Rows above this share of a picture's height are the phone's status bar. */
const STATUS_BAR = 0.045;
/** Below this share stand the tabs. */
const TABS = 0.85;
/** Headings stand at the left or in the middle; what has its own middle beyond this share of the width is a tool. */
const MOST_RIGHT = 0.65;
/** Words are set smaller to fit, down to this share of the size. */
const LEAST_ROOM = 0.7;
const TODAY = /^(today|hari ini)$/i;

/** Where words can be written: what stands there now, and as wide as there is nothing else. */
export interface Place {
  readonly box: Box;
  readonly room: number;
  /** In the middle of the picture, or else from the left edge of what stands there. */
  readonly centred: boolean;
}

/**
 * Where a screen says which day it shows, as far as these words have room there: its date, or where none was read or it
 * is too narrow, its heading, which is the highest line below the status bar and above the count; and each "today"
 * beside that, but for those of the tabs at the foot. Empty where there is no such place.
 */
export function placesOfDay(
  { fields, lines, image, evidence }: Pick<Reading, "fields" | "lines" | "image" | "evidence">,
  words: string,
): Place[] {
  const headings = lines
    .filter(({ text, box }) => /\p{L}{3}/u.test(text) && box.x + box.width / 2 < image.width * MOST_RIGHT)
    .filter(({ box }) => box.y > image.height * STATUS_BAR && box.y < (evidence?.box.y ?? 0))
    .toSorted((a, b) => a.box.y - b.box.y);
  const date = fields.date?.box;
  const wide = (place: Place): boolean => place.room > widthOf(words, place.box.height) * LEAST_ROOM;
  const first = [date, headings[0]?.box]
    .flatMap((box) => (box === undefined ? [] : placeAt(box, lines, image.width)))
    .find(wide);
  if (first === undefined) return [];
  const todays = lines
    .filter(
      ({ text, box }) => TODAY.test(text.trim()) && box.y < image.height * TABS && !overlap(box, first.box),
    )
    .map(({ box }) => placeAt(box, lines, image.width));
  return [first, ...todays];
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function placeAt(box: Box, lines: Reading["lines"], width: number): Place {
  const beside = lines
    .map((line) => line.box)
    .filter((other) => other.y < box.y + box.height && other.y + other.height > box.y);
  const right = Math.min(width, ...beside.map(({ x }) => x).filter((x) => x >= box.x + box.width));
  const left = Math.max(0, ...beside.map((other) => other.x + other.width).filter((x) => x <= box.x));
  const middle = box.x + box.width / 2;
  const centred = Math.abs(middle - width / 2) < width * 0.06;
  const room = centred ? 2 * Math.min(middle - left, right - middle) : right - box.x;
  return { box, centred, room: room - box.height / 2 };
}

/**
 * The picture with other words in some places: what stood there is painted over in the colour of its ground, and the words
 * are written in its ink, as high as it was. A PNG. Places are in pixels of the upright picture.
 */
export async function repaint(picture: Uint8Array, places: readonly Place[], words: string): Promise<Buffer> {
  const upright = sharp(picture).rotate().removeAlpha().toColourspace("srgb");
  const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const drawn = places.map(({ box: at, room, centred }) => {
    const margin = Math.round(at.height * 0.2);
    const around = {
      x: at.x - margin,
      y: at.y - margin,
      width: at.width + 2 * margin,
      height: at.height + 2 * margin,
    };
    const area = within(around, width, height);
    const { ground, ink } = coloursOf({ data, width }, area);
    const size = Math.min(at.height * 1.05, (at.height * room) / widthOf(words, at.height));
    const x = centred ? at.x + at.width / 2 : at.x;
    const anchor = centred ? "middle" : "start";
    return (
      box(area.x, area.y, area.width, area.height, 0, { fill: ground }) +
      text(x, at.y + at.height * 0.82, words, { size, fill: ink, face: "Roboto", weight: 500, anchor })
    );
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawn.join("")}</svg>`;
  return await sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .png({ compressionLevel: 3, adaptiveFiltering: false })
    .toBuffer();
}

/** The colour that most of an area has, and the one that differs most from it: ground and ink. */
export function coloursOf(
  { data, width }: { readonly data: Uint8Array; readonly width: number },
  area: Box,
): { ground: string; ink: string } {
  const counts = new Map<number, number>();
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      const at = (y * width + x) * 3;
      const colour = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  const [ground = 0xffffff] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const [ink = 0] = [...counts.keys()].toSorted((a, b) => distance(b, ground) - distance(a, ground));
  return { ground: hex(ground), ink: hex(ink) };
}

function distance(a: number, b: number): number {
  return [16, 8, 0].reduce((sum, shift) => sum + Math.abs(((a >> shift) & 255) - ((b >> shift) & 255)), 0);
}

function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, "0")}`;
}

/** The part of a box that lies on a picture, in whole pixels. */
function within(box: Box, width: number, height: number): Box {
  const [x, y] = [Math.max(0, Math.floor(box.x)), Math.max(0, Math.floor(box.y))];
  return {
    x,
    y,
    width: Math.min(width, Math.ceil(box.x + box.width)) - x,
    height: Math.min(height, Math.ceil(box.y + box.height)) - y,
  };
}
