import sharp from "sharp";
import { toFailure } from "../errors.ts";
import { residentBytes } from "../host/resident.ts";
import { type EffortLimits, effortWithin, wholeEffort } from "../reading/effort.ts";
import { type Engines, loadEngines } from "../reading/engines/choose.ts";
import { decode } from "../reading/image/decode.ts";
import type { Raster } from "../reading/image/raster.ts";
import { drawOverlay } from "../reading/overlay.ts";
import { readPicture } from "../reading/read.ts";
import { GpuConnection } from "./gpu/connection.ts";
import { Leftovers } from "./leftovers.ts";
import { liveForParent } from "./own-life.ts";
import { type FromWorker, type Picture, type ToWorker, viewFormat } from "./protocol.ts";

const leftovers = new Leftovers();

/**
 * The life of a worker process: load the engines, then read one picture after the other. It speaks with its
 * pool over Bun's IPC and must be started by one.
 */
export function runWorker(): void {
  liveForParent();
  let engines: Promise<Engines> | undefined;
  let gpu: GpuConnection | null = null;
  let limits: EffortLimits = wholeEffort;
  process.on("message", (message: ToWorker) => {
    if (message.type === "configure") {
      gpu = message.gpu === null ? null : new GpuConnection(message.gpu);
      engines = loadEngines(message.engines, gpu);
      limits = effortWithin(message.timeoutSeconds);
      engines.then(
        () => send({ type: "ready" }),
        (error) => send({ type: "unusable", failure: toFailure(error) }),
      );
    } else if (message.type === "view") {
      void view(message.id, message.name, message.bytes);
    } else if (engines !== undefined) {
      void read(engines, gpu, message.id, message.picture, limits);
    }
  });
}

async function read(
  loading: Promise<Engines>,
  gpu: GpuConnection | null,
  id: number,
  picture: Picture,
  limits: EffortLimits,
): Promise<void> {
  const { name, bytes, options } = picture;
  let pixels: Raster | null = null;
  try {
    gpu?.beginPicture();
    const read = await readPicture(bytes, name, await loading, options, limits);
    const { reading, raster, isHurried, parts } = read;
    pixels = raster;
    const overlay = picture.overlay ? await drawOverlay(raster, reading) : null;
    const fellBack = gpu === null ? null : gpu.takeFellBack();
    const result = { reading, overlay, isHurried, parts, fellBack };
    send({ type: "done", id, result, residentBytes: residentBytes() });
  } catch (error) {
    send({ type: "failed", id, failure: toFailure(error), residentBytes: residentBytes() });
  }
  leftovers.giveBack(pixels);
}

/** What is in the pixels of a file, and nothing else of it. */
async function view(id: number, name: string, bytes: Uint8Array): Promise<void> {
  let pixels: Raster | null = null;
  try {
    const { raster } = await decode(bytes, name);
    pixels = raster;
    const { width, height, data } = raster;
    const encoded = await sharp(data, { raw: { width, height, channels: 3 } })
      .toFormat(viewFormat, { quality: 90 })
      .toBuffer();
    send({ type: "viewed", id, view: new Uint8Array(encoded), residentBytes: residentBytes() });
  } catch (error) {
    send({ type: "failed", id, failure: toFailure(error), residentBytes: residentBytes() });
  }
  leftovers.giveBack(pixels);
}

function send(message: FromWorker): void {
  process.send?.(message);
}
