import { commit, version } from "../../src/build-info.ts";
import { readInventory } from "../../src/native/components.ts";

/** What `ocr-eco --version` prints. Loads no native library. */
export async function versionText(): Promise<string> {
  const { versions } = await readInventory();
  return [
    `ocr-eco ${version} (commit ${commit()})`,
    `runtime    Bun ${Bun.version} on ${process.platform}-${process.arch}`,
    `engines    onnxruntime ${versions.onnxruntime}, tesseract.js ${versions.tesseractJs}, tesseract core ${versions.tesseractCore}`,
    `models     tally, PP-OCRv4 mobile detection and recognition (ocr-models ${versions.ocrModels})`,
    `languages  eng, ind (tesseract traineddata 4.0.0, best_int)`,
    `pictures   sharp ${versions.sharp}, libvips ${versions.libvips}`,
    "",
  ].join("\n");
}
