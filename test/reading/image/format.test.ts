import { describe, expect, test } from "bun:test";
import { fixtureBytes } from "../../../scripts/common/fixtures.ts";
import { sniffFormat } from "../../../src/reading/image/format.ts";
import { failureOf } from "../../support/failure.ts";
import { forManyRandoms } from "../../support/random.ts";

/** Bytes from text in which each character is one byte. */
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

describe("the format of a file", () => {
  test.each([
    ["jpeg", "broken", "cmyk.jpg"],
    ["png", "images", "samsung-home-en-light.png"],
    ["gif", "broken", "animated.gif"],
    ["heic", "broken", "photo.heic"],
  ] as const)("is told by its content (%s), whatever it is called", (format, folder, name) => {
    expect(sniffFormat(fixtureBytes(folder, name), "holiday.txt")).toBe(format);
  });

  test.each([
    ["webp", "RIFF\x10\0\0\0WEBPVP8 "],
    ["tiff", "II*\0\x08\0\0\0"],
    ["tiff", "MM\0*\0\0\0\x08"],
    ["avif", "\0\0\0\x1cftypavif\0\0\0\0"],
    ["heic", "\0\0\0\x18ftypmif1\0\0\0\0heic"],
  ])("is %s by the first bytes", (format, head) => {
    expect(sniffFormat(latin1(head), "file")).toBe(format as never);
  });

  test.each([
    ["%PDF-1.7\n", "IMAGE_FORMAT_UNSUPPORTED", "a PDF"],
    ["BM\x36\0\0\0", "IMAGE_FORMAT_UNSUPPORTED", "a BMP picture"],
    ["8BPS\0\x01", "IMAGE_FORMAT_UNSUPPORTED", "a Photoshop file"],
    ["\xff\x0a\0\0", "IMAGE_FORMAT_UNSUPPORTED", "a JPEG XL picture"],
    ['<?xml version="1.0"?>\n<svg xmlns=', "IMAGE_FORMAT_UNSUPPORTED", "an SVG drawing"],
    ["\n <!-- drawn --><svg>", "IMAGE_FORMAT_UNSUPPORTED", "an SVG drawing"],
    ["PK\x03\x04\0\0", "IMAGE_NOT_AN_IMAGE", "an archive"],
    ["\0\0\0\x18ftypisom\0\0\0\0", "IMAGE_NOT_AN_IMAGE", "a video"],
    ["<!DOCTYPE html><html>", "IMAGE_NOT_AN_IMAGE", "a web page"],
    ["Dear diary,\n5475 steps today", "IMAGE_NOT_AN_IMAGE", "a text file"],
    ["\x01\x02\x03\x04", "IMAGE_NOT_AN_IMAGE", "no picture"],
  ])("of %j is %s: %s", async (head, code, what) => {
    const failure = await failureOf(() => sniffFormat(latin1(head), "IMG_0001.PNG"));
    expect(failure.code).toBe(code as never);
    expect(failure.message).toStartWith(`IMG_0001.PNG is ${what}`);
    // What to do follows as a sentence of its own.
    expect(failure.message).toMatch(/\. [A-Z][^.]+\.$/);
  });

  test("is refused with a failure of ours for any bytes at all", async () => {
    await forManyRandoms((random) => {
      const bytes = Uint8Array.from({ length: random.int(0, 64) }, () => random.int(0, 255));
      try {
        expect(sniffFormat(bytes, "noise")).toBeString();
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^IMAGE_/) });
      }
    });
  });
});
