import { expect, setDefaultTimeout, test } from "bun:test";
import { bombCosts } from "../support/bomb-costs.ts";
import { makeBombs } from "../support/bombs.ts";
import { service } from "../support/service.ts";

// Making them takes most of it.
setDefaultTimeout(240_000);

test("decompression bombs of every kind are answered, and take only their own worker's memory", async () => {
  const bombs = await makeBombs();
  expect(bombs.length).toBeGreaterThan(20);
  const running = await service({ CACHE_HOURS: "0", WORKER_MEMORY_LIMIT_MB: "1200" }).start();
  const costs = await bombCosts(running, bombs);
  for (const { name, outcome, serverMb, workerMb } of costs) {
    expect([name, outcome]).toEqual([
      name,
      expect.stringMatching(/^(no_steps|(IMAGE|DOWNLOAD|OCR)_[A-Z_]+)$/),
    ]);
    expect([name, serverMb < 250, workerMb < 1300]).toEqual([name, true, true]);
  }
  // What says that it is larger than anything is decoded for is refused, and what unpacks to more is not taken in.
  const outcomeOf = (name: string) => costs.find((cost) => cost.name === name)?.outcome;
  expect(outcomeOf("png-claims-900-megapixels")).toBe("IMAGE_TOO_LARGE");
  expect(outcomeOf("brotli-of-300-mb")).toBe("DOWNLOAD_TOO_LARGE");
  const answer = await running.post("/api/v1/ocr-ecosteps/dev", {
    img_url: running.pictures.url("steps.png"),
  });
  expect(await answer.json()).toMatchObject({ status: "verified", extracted_data: { steps: 8958 } });
  expect(running.logged("worker died")).toEqual([]);
});
