// As its page shows it: one worker, the picture as it is, nothing set. Languages are those of ours, from the packages.
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorker } from "tesseract.js";
import { answer } from "./answer.mjs";

await answer("tesseract.js", async () => {
  const languages = ["eng", "ind"];
  const langPath = mkdtempSync(join(tmpdir(), "ocr-eco-bench-"));
  process.on("exit", () => rmSync(langPath, { recursive: true, force: true }));
  for (const language of languages) {
    const file = `${language}.traineddata.gz`;
    const from = join("node_modules", "@tesseract.js-data", language, "4.0.0_best_int", file);
    copyFileSync(from, join(langPath, file));
  }
  const worker = await createWorker(languages, 1, { langPath, cacheMethod: "none" });
  return async (path) => {
    const { data } = await worker.recognize(path, {}, { text: true, blocks: true });
    const lines = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((each) => each.lines));
    return lines.map(({ text, confidence, bbox, words }) => ({
      ...part(text, confidence, bbox),
      words: words.map((word) => part(word.text, word.confidence, word.bbox)),
    }));
  };
});

function part(text, confidence, { x0, y0, x1, y1 }) {
  const box = { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
  return { text: text.trim(), box, confidence: confidence / 100 };
}
