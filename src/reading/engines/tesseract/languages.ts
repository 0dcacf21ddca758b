import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { OcrEcoError } from "../../../errors.ts";
import { type AssetName, assetPath } from "../../../native/assets.ts";

const gunzip = promisify(zlib.gunzip);

const embedded: Readonly<Record<string, AssetName>> = {
  eng: "tesseract/eng.traineddata.gz",
  ind: "tesseract/ind.traineddata.gz",
};

/**
 * The file with a language's data: `<language>.traineddata` in `dataFolder` (tesseract's own
 * TESSDATA_PREFIX), or else the embedded one. Throws `LANGUAGE_UNKNOWN`.
 */
export function languageFile(language: string, dataFolder: string | null): string {
  // The name becomes a path: nothing but letters, digits, _ and - may be in it.
  if (/^[\w-]+$/.test(language)) {
    const own = dataFolder === null ? undefined : join(dataFolder, `${language}.traineddata`);
    if (own !== undefined && existsSync(own)) return own;
    const asset = embedded[language];
    if (asset !== undefined) return assetPath(asset);
  }
  const where = dataFolder === null ? "set TESSDATA_PREFIX to a folder with" : `${dataFolder} holds no`;
  throw new OcrEcoError(
    "LANGUAGE_UNKNOWN",
    `The language ${language} is not known: ${Object.keys(embedded).join(" and ")} are built in, and ${where} ${language}.traineddata.`,
  );
}

/** The bytes of a language file, unpacked where it is packed. */
export async function unpacked(file: string): Promise<Uint8Array> {
  try {
    const data = readFileSync(file);
    return data[0] === 0x1f && data[1] === 0x8b ? await gunzip(data) : data;
  } catch (error) {
    throw new OcrEcoError("LANGUAGE_CORRUPT", `The language data in ${file} are damaged. Replace the file.`, {
      cause: error,
    });
  }
}
