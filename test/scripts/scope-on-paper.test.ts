import { describe, expect, test } from "bun:test";
import { runs, text } from "../../scripts/draw/index.ts";
import { linesOf } from "../../scripts/scope-on-paper/lines.ts";

const style = { size: 10, fill: "#000", face: "Inter" } as const;
const drawing = (...parts: string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="1600" viewBox="0 0 360 800">${parts.join("")}</svg>`;

describe("the lines of a drawing", () => {
  test("are where its texts are, in pixels, with their words", () => {
    const [line] = linesOf(drawing(text(40, 100, "Steps & more", style)), false);
    expect(line?.text).toBe("Steps & more");
    expect(line?.words.map((word) => word.text)).toEqual(["Steps", "&", "more"]);
    expect(line?.box).toMatchObject({ x: 80, y: 183, height: 22 });
    expect(line?.words[2]?.box.x).toBeGreaterThan(line?.words[1]?.box.x ?? Number.POSITIVE_INFINITY);
  });

  test("are as high as their largest part", () => {
    const [line] = linesOf(drawing(runs(40, 100, [{ t: "8,412", size: 30 }, { t: " steps" }], style)), false);
    expect([line?.text, line?.box.height]).toEqual(["8,412 steps", 66]);
  });

  test("under the strip of who sent the picture are not seen", () => {
    const parts = [text(40, 20, "9:41", style), text(40, 200, "Steps", style), text(40, 22, "Rina", style)];
    expect(linesOf(drawing(...parts), true).map((line) => line.text)).toEqual(["Steps", "Rina"]);
    expect(linesOf(drawing(...parts), false)).toHaveLength(3);
  });
});
