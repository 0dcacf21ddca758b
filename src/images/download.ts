import { OcrEcoError } from "../errors.ts";
import { collect } from "./collect.ts";
import type { DownloadLimits } from "./source.ts";

/**
 * Loads a picture from an http or https address. Throws `URL_INVALID`, `DOWNLOAD_STATUS` (an answer other
 * than 2xx), `DOWNLOAD_NOT_AN_IMAGE` (a web page), `DOWNLOAD_TOO_LARGE`, `DOWNLOAD_TIMEOUT` or `DOWNLOAD_FAILED`.
 */
export async function download(address: string, limits: DownloadLimits): Promise<Uint8Array> {
  if (!URL.canParse(address)) {
    throw new OcrEcoError(
      "URL_INVALID",
      `${address} is no address. Write it as in https://example.org/picture.png.`,
    );
  }
  try {
    const response = await fetch(address, {
      signal: AbortSignal.timeout(limits.timeoutSeconds * 1000),
      headers: { accept: "image/*" },
    });
    const refusal = refuse(response, address, limits);
    if (refusal !== null) {
      // Otherwise the rest of the body would still be fetched.
      await response.body?.cancel();
      throw refusal;
    }
    // Whatever length was announced.
    const body = response.body ?? new Blob([]).stream();
    return await collect(body, limits.mostMegabytes * 1e6, () => tooLarge(address, limits));
  } catch (error) {
    if (error instanceof OcrEcoError) throw error;
    if (error instanceof Error && error.name === "TimeoutError") {
      throw new OcrEcoError(
        "DOWNLOAD_TIMEOUT",
        `${address} did not arrive within ${limits.timeoutSeconds} s. Try again, or set DOWNLOAD_TIMEOUT_SECONDS higher.`,
      );
    }
    // The runtime's own sentences speak to programmers; its codes say what happened.
    const detail = error instanceof Error && "code" in error ? String(error.code) : "connection lost";
    throw new OcrEcoError(
      "DOWNLOAD_FAILED",
      `${address} cannot be loaded (${detail}). Check the address and the network.`,
      {
        cause: error,
      },
    );
  }
}

/** What the head of an answer already shows to be wrong. */
function refuse(response: Response, address: string, limits: DownloadLimits): OcrEcoError | null {
  if (!response.ok) return new OcrEcoError("DOWNLOAD_STATUS", statusSentence(address, response.status));
  if (/text\/html|application\/xhtml/i.test(response.headers.get("content-type") ?? "")) {
    return new OcrEcoError(
      "DOWNLOAD_NOT_AN_IMAGE",
      `${address} is a web page. Give the address of the picture itself.`,
    );
  }
  const announced = Number(response.headers.get("content-length") ?? 0);
  return announced > limits.mostMegabytes * 1e6 ? tooLarge(address, limits) : null;
}

function tooLarge(address: string, { mostMegabytes }: DownloadLimits): OcrEcoError {
  return new OcrEcoError(
    "DOWNLOAD_TOO_LARGE",
    `${address} has more than ${mostMegabytes} MB. Give the screenshot itself, or set DOWNLOAD_MAX_MB higher.`,
  );
}

function statusSentence(address: string, status: number): string {
  if (status === 404 || status === 410) return `${address} does not exist (${status}). Check the address.`;
  if (status === 401 || status === 403)
    return `${address} may not be read (${status}). A signed address may have expired.`;
  if (status >= 500) return `The server of ${address} is in trouble (${status}). Try again later.`;
  return `${address} was answered with ${status}. Check the address.`;
}
