import { OcrEcoError } from "../errors.ts";
import type { Answer } from "../outgoing/exchange.ts";

/** The least that a server has to send: fewer bytes in that time, and it is given up. */
export interface Pace {
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * 1 kB/s, over 5 s: a screenshot at that pace would take minutes, and the slowest mobile networks are ten times as fast. A
 * server that sends a byte now and then would otherwise keep its place until the time for a whole download is over.
 */
export const usualPace: Pace = { bytes: 5000, milliseconds: 5000 };

/**
 * An answer's body, as it comes. Throws `DOWNLOAD_TIMEOUT` as soon as less of it has come in a span of time than `least`
 * says.
 */
export async function* atLeastAtPace(
  answer: Answer,
  shown: string,
  { bytes, milliseconds }: Pace,
): AsyncGenerator<Uint8Array> {
  let came = 0;
  const timer = setInterval(() => {
    if (came < bytes) {
      const what = `less than ${bytes / 1000} kB in ${milliseconds / 1000} s`;
      answer.abandon(
        new OcrEcoError(
          "DOWNLOAD_TIMEOUT",
          `${shown} comes too slowly (${what}). Try again, or look at its server.`,
        ),
      );
    }
    came = 0;
  }, milliseconds);
  try {
    for await (const chunk of answer.body) {
      came += chunk.length;
      yield chunk;
    }
  } finally {
    clearInterval(timer);
  }
}
