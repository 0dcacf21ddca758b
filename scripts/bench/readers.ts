import { join } from "node:path";
import { engineNames } from "../../src/config/values.ts";
import { peersFolder } from "./install.ts";
import type { Reader } from "./reader.ts";

/** Readers that are held against targets, by their names. */
export const held = {
  ours: "ocr-eco auto",
  ppuBest: "ppu-paddle-ocr, 640 px",
  tesseractJs: "tesseract.js",
} as const;

/** All that are measured beside each other: this program with each engine and device, then what others use. `missing` says why the packages of others are not there. */
export function allReaders(missing: string | null): Reader[] {
  const bun = process.execPath;
  const own = (engine: string, device: "cpu" | "webgpu"): Reader => ({
    name: `ocr-eco ${engine}${device === "cpu" ? "" : " on the GPU"}`,
    settings: `OCR_ENGINE=${engine} OCR_DEVICE=${device}`,
    command: [bun, join(import.meta.dir, "own-reader.ts"), engine, device],
    isOurs: true,
  });
  const ours = [...engineNames.map((engine) => own(engine, "cpu")), own("auto", "webgpu")];
  const debian: Reader = {
    name: "tesseract command",
    settings: "-l eng+ind, a process for each picture",
    command: [bun, join(import.meta.dir, "command-reader.ts")],
    isOurs: false,
    ...(Bun.which("tesseract") === null
      ? { missing: "Debian's package tesseract-ocr is not installed" }
      : {}),
  };
  // They are written for node; where there is none, they run all the same.
  const node = Bun.which("node") ?? bun;
  const peer = (name: string, settings: string, program: string, ...words: readonly string[]): Reader => ({
    name,
    settings,
    command: [node, join("peers", program), ...words],
    folder: peersFolder,
    isOurs: false,
    ...(missing === null ? {} : { missing }),
  });
  const v4 = "PP-OCRv4 mobile models";
  return [
    ...ours,
    debian,
    peer(held.tesseractJs, "eng+ind", "tesseract-js.mjs"),
    peer("ppu-paddle-ocr", "its own models, which it loads from the web", "ppu-paddle-ocr.mjs", "own"),
    peer("ppu-paddle-ocr, PP-OCRv4", v4, "ppu-paddle-ocr.mjs", "v4"),
    peer(held.ppuBest, `${v4}, longest side 640 px for detection`, "ppu-paddle-ocr.mjs", "v4", "640"),
    peer("@gutenye/ocr-node", "nothing", "ocr-node.mjs"),
  ];
}
