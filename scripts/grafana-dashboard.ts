/**
 * Writes deploy/grafana/dashboards/ocr-eco.json from the panels in grafana-dashboard/.
 *
 *   bun scripts/grafana-dashboard.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dashboardOf } from "./grafana-dashboard/dashboard.ts";

const file = join(import.meta.dir, "..", "deploy", "grafana", "dashboards", "ocr-eco.json");
writeFileSync(file, `${JSON.stringify(dashboardOf(), null, 2)}\n`);
