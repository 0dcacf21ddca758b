import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { OcrEcoError } from "../../src/errors.ts";
import type { Label } from "../../src/eval/labels.ts";
import { loadSet } from "../../src/eval/set.ts";
import { samples } from "../common/samples.ts";

/** A picture that reports show, and what a person reads on it; `null`: it shows no step count. */
export interface LoadPicture {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly label: Label | null;
}

/** The pictures of a labelled folder, else those that the program carries. Throws what `loadSet` throws. */
export function picturesFor(folder: string | undefined): LoadPicture[] {
  if (folder === undefined) return samples();
  return loadSet(folder).pictures.map(({ name, source, label }) => ({
    name,
    label,
    bytes: contentOf(source.name),
  }));
}

function contentOf(path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new OcrEcoError("FILE_NOT_READABLE", `${path} cannot be read (${code}). Check its permissions.`, {
      cause: error,
    });
  }
}

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Signature, and the chunk IHDR, which comes first. */
const pngHead = 33;

/**
 * The same picture with a comment inside of its file, so that its bytes are others and no cache knows them. Files that are
 * neither PNG nor JPEG stay as they are.
 */
export function marked(bytes: Uint8Array<ArrayBuffer>, comment: string): Uint8Array<ArrayBuffer> {
  if (pngStart.every((byte, index) => bytes[index] === byte)) {
    // PNG (ISO/IEC 15948), 11.3.4.3: a keyword, a zero, a text.
    const body = Buffer.from(`tEXtComment\0${comment}`, "latin1");
    const chunk = Buffer.alloc(body.length + 8);
    chunk.writeUInt32BE(body.length - 4, 0);
    body.copy(chunk, 4);
    chunk.writeUInt32BE(crc32(body), body.length + 4);
    return joined(bytes.subarray(0, pngHead), chunk, bytes.subarray(pngHead));
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    // JPEG (ITU-T T.81), B.2.4.5: a segment COM may stand behind the first marker.
    const text = Buffer.from(comment, "latin1");
    const segment = Buffer.alloc(text.length + 4);
    segment.writeUInt16BE(0xfffe, 0);
    segment.writeUInt16BE(text.length + 2, 2);
    text.copy(segment, 4);
    return joined(bytes.subarray(0, 2), segment, bytes.subarray(2));
  }
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}
