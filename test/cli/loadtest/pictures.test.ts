import { describe, expect, test } from "bun:test";
import sharp from "sharp";
import { samples } from "../../../cli/common/samples.ts";
import { isRight } from "../../../cli/loadtest/judge.ts";
import { marked, picturesFor } from "../../../cli/loadtest/pictures.ts";
import { fixture } from "../../../scripts/common/fixtures.ts";
import { quickPictures } from "../../support/labelled.ts";

async function pixelsOf(bytes: Uint8Array): Promise<string> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return `${info.width}x${info.height} ${Bun.hash(data)}`;
}

describe("pictures of a load test", () => {
  test("are the drawn ones that the program carries, or those of a labelled folder", () => {
    const drawn = picturesFor(undefined);
    expect(drawn.map(({ name }) => name)).toEqual(samples().map(({ name }) => name));
    expect(drawn.length).toBeGreaterThan(5);
    for (const { label } of drawn) expect(label?.steps).toBeGreaterThan(0);
    const own = picturesFor(quickPictures(12, 34));
    expect(own.map(({ name, label }) => [name, label?.steps])).toEqual([
      ["0.png", 12],
      ["1.png", 34],
    ]);
  });

  test.each(["png", "jpeg"] as const)(
    "look the same with a comment in their %s, and are other bytes",
    async (format) => {
      const bytes = new Uint8Array(
        await sharp(fixture("images/samsung-steps-detail-id-light.png"))[format]().toBuffer(),
      );
      const [one, other] = [marked(bytes, "run-1"), marked(bytes, "run-2")];
      const pixels = await pixelsOf(bytes);
      expect([await pixelsOf(one), await pixelsOf(other)]).toEqual([pixels, pixels]);
      expect(new Set([bytes, one, other].map((each) => Bun.hash(each))).size).toBe(3);
      // Strict readers stop at a damaged chunk.
      expect((await sharp(one, { failOn: "warning" }).metadata()).format).toBe(format);
    },
  );

  test("of other formats stay as they are", async () => {
    const bytes = new Uint8Array(await sharp(fixture("images/mi-home-en-light.png")).webp().toBuffer());
    expect(marked(bytes, "run-1")).toEqual(bytes);
  });
});

describe("a result is wrong", () => {
  const label = { steps: 4711, also_accept: [4712] } as Parameters<typeof isRight>[1];
  const result = (status: "verified" | "needs_review" | "no_steps" | "failed", steps?: number) =>
    ({ status, extracted_data: steps === undefined ? {} : { steps } }) as Parameters<typeof isRight>[0];

  test("when it would be booked and is not what the picture shows", () => {
    expect(isRight(result("verified", 4711), label)).toBe(true);
    expect(isRight(result("verified", 4712), label)).toBe(true);
    expect(isRight(result("verified", 4710), label)).toBe(false);
    expect(isRight(result("verified", 4711), null)).toBe(false);
  });

  test("when its status and its count do not go together", () => {
    expect(isRight(result("verified"), label)).toBe(false);
    expect(isRight(result("needs_review", 4711), label)).toBe(false);
  });

  test("never when it is not sure", () => {
    for (const status of ["needs_review", "no_steps", "failed"] as const)
      expect(isRight(result(status), label)).toBe(true);
  });
});
