import sharp from "sharp";
import { type Box, type Colour, clip, type Raster } from "./image/raster.ts";
import { withCaption } from "./overlay-caption.ts";
import type { Reading } from "./reading.ts";

/** Colours that stand out from light and dark screens alike. */
const colours = {
  line: [140, 140, 150],
  field: [150, 90, 230],
  tie: [30, 130, 255],
  verified: [0, 190, 90],
  doubtful: [255, 140, 0],
} as const satisfies Record<string, Colour>;

/**
 * Draws what was found onto a copy of the picture and encodes it as PNG: all lines thin and grey, the fields
 * violet, the chosen number thick and green (accepted) or orange (doubtful), the lines that make it the step
 * count blue and connected with it. Below the picture stands what was read and why.
 */
export async function drawOverlay({ width, height, data }: Raster, reading: Reading): Promise<Uint8Array> {
  const canvas: Raster = { width, height, data: new Uint8Array(data) };
  const thin = Math.max(1, Math.round(Math.min(width, height) / 400));
  for (const line of reading.lines) frame(canvas, line.box, thin, colours.line);
  for (const field of Object.values(reading.fields))
    frame(canvas, grown(field.box, 2 * thin), 2 * thin, colours.field);
  const { evidence } = reading;
  if (evidence !== null) {
    for (const tie of evidence.ties) {
      frame(canvas, grown(tie.box, 2 * thin), 2 * thin, colours.tie);
      connect(canvas, tie.box, evidence.box, 2 * thin, colours.tie);
    }
    const colour = reading.status === "verified" ? colours.verified : colours.doubtful;
    frame(canvas, grown(evidence.box, 4 * thin), 4 * thin, colour);
  }
  const whole = withCaption(canvas, reading);
  return sharp(whole.data, { raw: { width, height: whole.height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}

/** So much larger on all sides that a frame as thick covers nothing of what is in the box. */
function grown(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

function frame(canvas: Raster, box: Box, thickness: number, colour: Colour): void {
  const { x, y, width, height } = box;
  fill(canvas, { x, y, width, height: thickness }, colour);
  fill(canvas, { x, y: y + height - thickness, width, height: thickness }, colour);
  fill(canvas, { x, y, width: thickness, height }, colour);
  fill(canvas, { x: x + width - thickness, y, width: thickness, height }, colour);
}

/** A straight line from centre to centre, drawn only outside of both boxes. */
function connect(canvas: Raster, from: Box, to: Box, thickness: number, colour: Colour): void {
  const start = { x: from.x + from.width / 2, y: from.y + from.height / 2 };
  const way = { x: to.x + to.width / 2 - start.x, y: to.y + to.height / 2 - start.y };
  const steps = Math.ceil(Math.hypot(way.x, way.y));
  for (let step = 0; step <= steps; step++) {
    const x = start.x + (way.x * step) / steps;
    const y = start.y + (way.y * step) / steps;
    if (inside(from, x, y) || inside(to, x, y)) continue;
    fill(canvas, { x, y, width: thickness, height: thickness }, colour);
  }
}

function inside(box: Box, x: number, y: number): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

function fill({ width, height, data }: Raster, area: Box, colour: Colour): void {
  const box = clip(area, width, height);
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) data.set(colour, (y * width + x) * 3);
  }
}
