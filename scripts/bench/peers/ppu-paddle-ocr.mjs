// ppu-paddle-ocr.mjs own|v4 [longest side in pixels]: with the models that it loads from the web by itself, or with PP-OCRv4
// mobile from the package that ours come from; all else as it is by default.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PaddleOcrService } from "ppu-paddle-ocr";
import { answer } from "./answer.mjs";

const [models, longestSide] = process.argv.slice(2);

await answer("ppu-paddle-ocr", async () => {
  const service = new PaddleOcrService({
    ...(models === "own" ? {} : { model: v4() }),
    ...(longestSide === undefined ? {} : { detection: { maxSideLength: Number(longestSide) } }),
  });
  await service.initialize();
  return async (path) => {
    const bytes = new Uint8Array(await readFile(path));
    // What it has read before it would only repeat.
    const { lines } = await service.recognize(bytes.buffer, { noCache: true });
    return lines.flat().map(({ text, box, confidence }) => ({ text, box, confidence }));
  };
});

function v4() {
  const file = (name) => join("node_modules", "@gutenye", "ocr-models", "assets", name);
  // It wants the space among the characters, last.
  const characters = `${readFileSync(file("ppocr_keys_v1.txt"), "utf8").trimEnd()}\n `;
  return {
    detection: file("ch_PP-OCRv4_det_infer.onnx"),
    recognition: file("ch_PP-OCRv4_rec_infer.onnx"),
    charactersDictionary: new TextEncoder().encode(characters).buffer,
  };
}
