import type { IncomingMessage } from "node:http";
import { pipeline, Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { collect } from "../collect.ts";
import { OcrEcoError } from "../errors.ts";
import type { DownloadLimits } from "./source.ts";

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** How often is looked at how much came, in milliseconds, and what has to come in that time: 1 kB a second. */
const interval = 5_000;
const leastBytes = 5_000;

/**
 * All bytes of an answer, its content encoding undone. `limits` counts what comes and what is made of it: a small
 * answer may unpack to a large one. Throws `DOWNLOAD_TOO_LARGE`, `DOWNLOAD_NOT_AN_IMAGE` for an encoding that is
 * not known, `DOWNLOAD_TIMEOUT` for a server that drips, and the runtime's errors when the connection ends before the announced length.
 */
export async function bodyOf(
  response: IncomingMessage,
  shown: string,
  { mostMegabytes }: DownloadLimits,
): Promise<Uint8Array> {
  const most = mostMegabytes * 1e6;
  const tooLarge = (): OcrEcoError =>
    new OcrEcoError(
      "DOWNLOAD_TOO_LARGE",
      `${shown} has more than ${mostMegabytes} MB. Give the screenshot itself, or set DOWNLOAD_MAX_MB higher.`,
    );
  if (Number(response.headers["content-length"] ?? 0) > most) throw tooLarge();
  const chunks = atLeastSlowly(response, shown);
  const encoding = response.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  if (encoding === "" || encoding === "identity") return collect(chunks, most, tooLarge);
  const decoder = decoders[encoding];
  if (decoder === undefined) {
    throw new OcrEcoError(
      "DOWNLOAD_NOT_AN_IMAGE",
      `${shown} is encoded in a way that is not known (${encoding.slice(0, 40)}). Send it as it is.`,
    );
  }
  const encoded = Readable.from(limited(chunks, most, tooLarge));
  // The error reaches whoever reads; the callback is only there because without it there would be no clean-up.
  return collect(
    pipeline(encoded, decoder(), () => {}),
    most,
    tooLarge,
  );
}

/** Gives up on a server that drips: it would hold a place for all the time that a download may take. */
async function* atLeastSlowly(response: IncomingMessage, shown: string): AsyncGenerator<Uint8Array> {
  let [received, before] = [0, 0];
  const timer = setInterval(() => {
    if (received - before < leastBytes) {
      const seconds = interval / 1000;
      const message = `${shown} came with less than ${leastBytes / 1000} kB in ${seconds} s. Try again when its server is faster.`;
      response.destroy(new OcrEcoError("DOWNLOAD_TIMEOUT", message));
    }
    before = received;
  }, interval);
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      yield chunk;
    }
  } finally {
    clearInterval(timer);
  }
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
