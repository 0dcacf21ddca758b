import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dashboardOf } from "../../scripts/grafana-dashboard/dashboard.ts";
import { rows } from "../../scripts/grafana-dashboard/panels.ts";
import { counters, gauges, histograms, prefix } from "../../src/metrics/catalog.ts";

const folder = join(import.meta.dir, "..", "..", "deploy", "grafana");
const read = (...path: string[]): string => readFileSync(join(folder, ...path), "utf8");

describe("the dashboard for Grafana", () => {
  test("is the one that its script makes", () => {
    expect(JSON.parse(read("dashboards", "ocr-eco.json"))).toEqual(JSON.parse(JSON.stringify(dashboardOf())));
  });

  test("has a panel for each figure but those that only say what runs", () => {
    const asked = rows
      .flatMap(({ panels }) => panels.flatMap(({ asks }) => asks.map(([expr]) => expr)))
      .join("\n");
    const unasked = [
      ...Object.keys(counters),
      ...Object.keys(gauges),
      ...Object.keys(histograms).map((name) => `${name}_bucket`),
    ].filter((name) => !new RegExp(`\\b${prefix}${name}\\b`).test(asked));
    expect(unasked.toSorted()).toEqual(
      [
        "build_info",
        "cache_limit_bytes",
        "cache_lookups_total",
        "database_limit_bytes",
        "deliveries_oldest_pending_seconds",
        "gpu_celsius",
        "gpu_events_total",
        "gpu_fallback_runs_total",
        "gpu_info",
        "gpu_wanted",
        "keys",
        "machine_disk_free_bytes",
        "process_cpu_seconds",
        "process_heap_bytes",
        "process_open_files",
        "process_open_files_limit",
        "process_start_time_seconds",
        "queue_paused",
        "queue_stands_still_seconds",
        "ready",
        "trace_spans_total",
      ].toSorted(),
    );
  });

  test("asks the source that is provisioned with it", () => {
    expect(read("provisioning", "datasources", "ocr-eco.yml")).toContain("uid: ocr-eco-prometheus\n");
    expect(read("dashboards", "ocr-eco.json")).not.toMatch(/"uid": "(?!ocr-eco"|ocr-eco-prometheus")/);
  });

  test("names no panel twice, and says of each what to look for", () => {
    const panels = rows.flatMap((row) => row.panels);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    for (const { about } of panels) expect(about).toEndWith(".");
  });
});
