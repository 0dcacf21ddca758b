import { expect, test } from "bun:test";
import { bombCosts, faultsOf } from "../../scripts/rig/bomb-costs.ts";
import { makeBombs } from "../../scripts/rig/bombs.ts";
import { service } from "../support/service.ts";

/** What lies about its size, decodes to much, has many parts, repeats itself, or unpacks; `bun scripts/bombs.ts` has all of them. */
const names = [
  "png-claims-900-megapixels",
  "gif-49-megapixels",
  "tiff-tiles",
  "svg-that-laughs",
  "brotli-of-300-mb",
];

test("decompression bombs are answered, and take only their own worker's memory", async () => {
  const bombs = await makeBombs(names);
  const running = await service({ CACHE_HOURS: "0", WORKER_MEMORY_LIMIT_MB: "1200" }).start();
  const costs = await bombCosts(running, bombs);
  expect([costs.length, faultsOf(costs)]).toEqual([names.length, []]);
  const answer = await running.post("/api/v1/ocr-ecosteps/dev", {
    img_url: running.pictures.url("steps.png"),
  });
  expect(await answer.json()).toMatchObject({ status: "verified", extracted_data: { steps: 8958 } });
  expect(running.logged("worker died")).toEqual([]);
});

test("an answer that nobody foresaw and memory beyond a worker's own are named as faults", () => {
  const cost = { kilobytes: 1, seconds: 1, serverMb: 100, workerMb: 400 };
  expect(
    faultsOf([
      { ...cost, name: "a", outcome: "IMAGE_CORRUPT" },
      { ...cost, name: "b", outcome: "INTERNAL", serverMb: 400, workerMb: 3000 },
      { ...cost, name: "brotli-of-300-mb", outcome: "no_steps" },
    ]),
  ).toEqual([
    "b is answered with INTERNAL.",
    "b takes 400 MB of the server.",
    "b takes 3000 MB of a worker.",
    "brotli-of-300-mb is answered with no_steps.",
  ]);
});
