import { pipeline, Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { collect } from "../collect.ts";
import { OcrEcoError } from "../errors.ts";
import type { Answer } from "../outgoing/exchange.ts";
import { atLeastAtPace, type Pace, usualPace } from "./least-pace.ts";
import type { DownloadLimits } from "./source.ts";

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/**
 * All bytes of an answer, its content encoding undone. `limits` counts what comes and what is made of it: a small
 * answer may unpack to a large one. Throws `DOWNLOAD_TOO_LARGE`, `DOWNLOAD_TIMEOUT` when it comes more slowly than
 * `leastPace`, `DOWNLOAD_NOT_AN_IMAGE` for an encoding that is not known, and the runtime's errors when the connection
 * ends before the announced length.
 */
export async function bodyOf(
  answer: Answer,
  shown: string,
  { mostMegabytes }: DownloadLimits,
  leastPace: Pace = usualPace,
): Promise<Uint8Array> {
  const most = mostMegabytes * 1e6;
  const tooLarge = (): OcrEcoError =>
    new OcrEcoError(
      "DOWNLOAD_TOO_LARGE",
      `${shown} has more than ${mostMegabytes} MB. Give the screenshot itself, or set DOWNLOAD_MAX_MB higher.`,
    );
  if (Number(answer.headers["content-length"] ?? 0) > most) throw tooLarge();
  const encoding = answer.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  const coming = atLeastAtPace(answer, shown, leastPace);
  if (encoding === "" || encoding === "identity") return collect(coming, most, tooLarge, true);
  const decoder = decoders[encoding];
  if (decoder === undefined) {
    throw new OcrEcoError(
      "DOWNLOAD_NOT_AN_IMAGE",
      `${shown} is encoded in a way that is not known (${encoding.slice(0, 40)}). Send it as it is.`,
    );
  }
  const encoded = Readable.from(limited(coming, most, tooLarge));
  // The error reaches whoever reads; the callback is only there because without it there would be no clean-up.
  return collect(
    pipeline(encoded, decoder(), () => {}),
    most,
    tooLarge,
  );
}

async function* limited(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  failure: () => OcrEcoError,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > most) throw failure();
    yield chunk;
  }
}
