// As its page shows it, with its own models.
import Ocr from "@gutenye/ocr-node";
import { answer } from "./answer.mjs";

await answer("@gutenye/ocr-node", async () => {
  const ocr = await Ocr.create();
  return async (path) => {
    const lines = await ocr.detect(path);
    return [...lines].map(({ text, mean, box }) => ({ text, box: around(box), confidence: mean }));
  };
});

/** The upright box around a quadrangle. */
function around(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
