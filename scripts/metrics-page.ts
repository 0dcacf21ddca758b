/**
 * Writes docs/metrics.md from the catalog of the figures.
 *
 *   bun scripts/metrics-page.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { metricsPage } from "./metrics-page/page.ts";

writeFileSync(join(import.meta.dir, "..", "docs", "metrics.md"), metricsPage());
