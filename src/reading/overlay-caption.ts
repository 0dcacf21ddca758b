import { printedFields } from "./as-printed.ts";
import { cell, writable, write } from "./image/pixel-font.ts";
import type { Raster } from "./image/raster.ts";
import type { Reading } from "./reading.ts";
import { sentencesOf } from "./reasons.ts";
import { scopeNames } from "./scope/sentences.ts";

/** How many characters of the caption fit beside each other, or a few more. */
const charactersAcross = 48;
const ground = 24;
const colours = { head: [255, 255, 255], rest: [190, 190, 200] } as const;

/** The picture with a strip below it that says what was read and why, so that one file tells all. */
export function withCaption({ width, height, data }: Raster, reading: Reading): Raster {
  const dot = Math.max(1, Math.floor(width / (charactersAcross * cell.width)));
  const margin = 4 * dot;
  const most = Math.max(8, Math.floor((width - 2 * margin) / (cell.width * dot)));
  const [head = "", ...rest] = captionOf(reading);
  const heads = wrapped(head, most);
  const lines = [...heads, ...rest.flatMap((line) => wrapped(line, most))];
  const strip = lines.length * cell.height * dot + 2 * margin;
  const canvas: Raster = {
    width,
    height: height + strip,
    data: new Uint8Array(width * (height + strip) * 3).fill(ground),
  };
  canvas.data.set(data);
  for (const [index, line] of lines.entries()) {
    const colour = index < heads.length ? colours.head : colours.rest;
    write(canvas, line, { x: margin, y: height + margin + index * cell.height * dot, dot, colour });
  }
  return canvas;
}

function captionOf(reading: Reading): string[] {
  const { app, page, scope, reasons, signals } = reading;
  const fields = Object.entries(printedFields(reading)).map(
    ([name, text]) => `${name.replaceAll("_", " ")} ${text}`,
  );
  return [
    verdictOf(reading),
    [app ?? "app not known", ...(page === null ? [] : [page.replaceAll("_", " ")])].join(", "),
    ...(scope === null ? [] : [`count of: ${scopeNames[scope.kind]}`]),
    ...(fields.length === 0 ? [] : [fields.join(", ")]),
    ...sentencesOf(reasons).map((reason) => `- ${reason}`),
    ...sentencesOf(signals).map((reason) => `! ${reason}`),
  ];
}

function verdictOf({ status, steps, candidateSteps, confidence }: Reading): string {
  const sure = `${(Math.floor(1000 * confidence) / 10).toFixed(1)} % sure`;
  if (steps !== null) return `${steps} steps: verified, ${sure}`;
  if (candidateSteps !== null) return `${candidateSteps} steps? needs review, ${sure}`;
  return status === "not_a_step_screen" ? "no step counter" : "no step count found";
}

/** Breaks a text at its spaces into lines of at most so many characters; words that are longer are cut. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of writable(text).split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= most) line = longer;
    else {
      if (line !== "") lines.push(line);
      line = word.slice(0, most);
    }
  }
  return [...lines, line];
}
