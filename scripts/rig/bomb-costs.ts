import type { Bomb } from "./bombs.ts";
import { childrenOf, residentMegabytes } from "./processes.ts";
import type { RunningService } from "./running-service.ts";

/** What a picture cost the service while somebody waited for it. */
export interface BombCost {
  readonly name: string;
  readonly kilobytes: number;
  /** The code of the failure, or the status of the reading. */
  readonly outcome: string;
  readonly seconds: number;
  /** Most resident memory that was seen, in MB (10⁶ bytes): of the server process, and of its largest child. */
  readonly serverMb: number;
  readonly workerMb: number;
}

/** How often is looked at the memory, in milliseconds. */
const interval = 25;

/** Has a service with real workers read bombs, one after the other. */
export async function bombCosts(running: RunningService, bombs: readonly Bomb[]): Promise<BombCost[]> {
  const costs: BombCost[] = [];
  for (const { name, bytes, encoding } of bombs) {
    const headers = encoding === undefined ? {} : { "content-encoding": encoding };
    running.pictures.answer(name, () => new Response(new Uint8Array(bytes), { headers }));
    let [serverMb, workerMb] = [0, 0];
    const timer = setInterval(() => {
      serverMb = Math.max(serverMb, megabytesOf(running.pid));
      workerMb = Math.max(workerMb, ...childrenOf(running.pid).map(megabytesOf));
    }, interval);
    const began = performance.now();
    const answer = await running.post("/api/v1/ocr-ecosteps/dev", { img_url: running.pictures.url(name) });
    const seconds = Math.round((performance.now() - began) / 10) / 100;
    clearInterval(timer);
    const { code, status } = (await answer.json()) as { code?: string; status: string };
    const outcome = code ?? status;
    costs.push({ name, kilobytes: Math.ceil(bytes.length / 1000), outcome, seconds, serverMb, workerMb });
  }
  return costs;
}

/** What a bomb may take of the server process and of one worker, in MB. */
const mostMegabytes = { server: 250, worker: 1300 };
/** Says that it is larger than anything is decoded for; unpacks to more than is taken in. */
const refused: Readonly<Record<string, string>> = {
  "png-claims-900-megapixels": "IMAGE_TOO_LARGE",
  "brotli-of-300-mb": "DOWNLOAD_TOO_LARGE",
};

/** What must not be: an answer without a code or a reading, or more memory than that, as sentences. */
export function faultsOf(costs: readonly BombCost[]): string[] {
  return costs.flatMap(({ name, outcome, serverMb, workerMb }) => [
    ...(/^(no_steps|(IMAGE|DOWNLOAD|OCR)_[A-Z_]+)$/.test(outcome) && outcome === (refused[name] ?? outcome)
      ? []
      : [`${name} is answered with ${outcome}.`]),
    ...(serverMb < mostMegabytes.server ? [] : [`${name} takes ${serverMb} MB of the server.`]),
    ...(workerMb < mostMegabytes.worker ? [] : [`${name} takes ${workerMb} MB of a worker.`]),
  ]);
}

const megabytesOf = (pid: number): number => Math.round((residentMegabytes(pid) * 2 ** 20) / 1e6);
