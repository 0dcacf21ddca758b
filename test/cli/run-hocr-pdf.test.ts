import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { errorsIn } from "../../scripts/text-errors/rate.ts";
import { ocrEco } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

const hasOcrmypdf = hasProgram("ocrmypdf", "ocrmypdf") && hasProgram("pdftotext", "poppler-utils");
const textErrors = join(import.meta.dir, "..", "..", "scripts", "text-errors.ts");
const dpi = 200;

/** A drawn page of that kind, its text, and our hOCR of it. */
async function readPage(kind: string): Promise<{ picture: string; hocr: string; reference: string }> {
  const folder = temporaryFolder();
  const name = `document-${kind}-${dpi}`;
  const drawn = Bun.spawnSync([process.execPath, textErrors, "--json", "--only", name, "--out", folder], {
    env: { ...process.env, ORT_DISABLE_TELEMETRY: "1", PATH: "/nowhere" },
    stderr: "inherit",
  });
  expect(drawn.exitCode).toBe(0);
  const picture = join(folder, "scan.png");
  writeFileSync(
    picture,
    await sharp(readFileSync(join(folder, `${name}.png`)))
      .withMetadata({ density: dpi })
      .png()
      .toBuffer(),
  );
  const { stdout, exitCode } = await ocrEco(["run", "--hocr", "--engine", "paddle", picture]);
  expect(exitCode).toBe(0);
  return { picture, hocr: stdout, reference: readFileSync(join(folder, `${name}.txt`), "utf8") };
}

/** What a person copies from the PDF that OCRmyPDF makes of a picture and its hOCR. */
function copiedFromPdf(picture: string, hocr: string): string {
  const folder = temporaryFolder();
  const [page, pdf] = [join(folder, "page.hocr"), join(folder, "page.pdf")];
  writeFileSync(page, hocr);
  // The interpreter that Debian's package is installed for, which need not be the first one on the path.
  const python = /^#!(\S+)/.exec(readFileSync(Bun.which("ocrmypdf") ?? "", "utf8"))?.[1] ?? "python3";
  for (const command of [
    [python, "-m", "ocrmypdf.hocrtransform", "-r", String(dpi), "-i", picture, page, pdf],
    ["pdftotext", pdf, join(folder, "page.txt")],
  ]) {
    const { exitCode, stderr } = Bun.spawnSync(command, { stderr: "pipe" });
    expect({ exitCode, said: exitCode === 0 ? "" : stderr.toString() }).toEqual({ exitCode: 0, said: "" });
  }
  return readFileSync(join(folder, "page.txt"), "utf8");
}

describe("--hocr of a page of text", () => {
  test.skipIf(!hasOcrmypdf)("makes a PDF whose text is copied with its spaces", async () => {
    const { picture, hocr, reference } = await readPage("eng-letter");
    const copied = copiedFromPdf(picture, hocr);
    expect(copied).toContain("Dear Mr Halloran,");
    expect(errorsIn(copied, reference).edits).toBeLessThan(5);
  });

  test("says at how many dots an inch it was scanned, where the file says so, and where letters stand", async () => {
    const { hocr } = await readPage("ind-receipt");
    expect(hocr).toContain(`; scan_res ${dpi} ${dpi}"`);
    // Of type of 28 pixels, descenders are about six.
    const [, offset = ""] = /baseline 0 (-?\d+)">\n[^\n]*>2<\/span>\n[^\n]*>Nasi</.exec(hocr) ?? [];
    expect(Number(offset)).toBeWithin(-8, -3);
    const boxOf = (word: string): number[] =>
      new RegExp(`bbox (\\d+) (\\d+) (\\d+) (\\d+); x_wconf \\d+">${word}<`)
        .exec(hocr)
        ?.slice(1)
        .map(Number) ?? [];
    const [nasi, goreng] = [boxOf("Nasi"), boxOf("goreng")];
    // The space belongs to neither of the words.
    expect((goreng[0] ?? 0) - (nasi[2] ?? 0)).toBeWithin(4, 12);
  });
});
