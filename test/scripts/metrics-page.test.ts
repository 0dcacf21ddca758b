import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { metricsPage } from "../../scripts/metrics-page/page.ts";

test("the page about the metrics is the one that the catalog makes", () => {
  const file = join(import.meta.dir, "..", "..", "docs", "metrics.md");
  expect(readFileSync(file, "utf8")).toBe(metricsPage());
});
