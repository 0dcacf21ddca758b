import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { YAML } from "bun";
import { z } from "zod";
import { counters, gauges, histograms, prefix } from "../../src/metrics/catalog.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { alertCases, usual } from "./alert-cases.ts";

const root = join(import.meta.dir, "..", "..");
const folder = join(root, "deploy", "prometheus");
const promtool = Bun.which("promtool");

const filesSchema = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string().optional(),
          record: z.string().optional(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.record(z.string(), z.string()).optional(),
          annotations: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  ),
});

function rulesIn(file: string) {
  return filesSchema
    .parse(YAML.parse(readFileSync(join(folder, file), "utf8")))
    .groups.flatMap(({ rules }) => rules);
}

const alerts = rulesIn("alerts.yml");
const recorded = rulesIn("rules.yml");

/** A series as Prometheus has it: with the names of its job and instance. */
function series(name: string): string {
  const [, metric = "", labels = ""] = /^([a-z_]+)(?:\{(.*)\})?$/.exec(name) ?? [];
  const full = metric === "up" ? metric : prefix + metric;
  return `${full}{job="ocr-eco",instance="a"${labels === "" ? "" : `,${labels}`}}`;
}

/** A test of promtool's: how many of an alert fire at the end of all series. */
function promtest(alert: string, minutes: number, values: Readonly<Record<string, string>>, count: number) {
  return {
    name: `${alert}: ${count}`,
    interval: `${minutes}m`,
    input_series: Object.entries({ ...usual, ...values }).map(([name, each]) => ({
      series: series(name),
      values: each,
    })),
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0)`,
        eval_time: `${599 * minutes}m`,
        exp_samples: [{ labels: "{}", value: count }],
      },
    ],
  };
}

describe("the alerts for Prometheus", () => {
  test("each have a case", () => {
    expect(Object.keys(alertCases).toSorted()).toEqual(alerts.map(({ alert = "" }) => alert).toSorted());
  });

  // Each with the rules that it needs and no others, which takes a tenth of the time.
  test.skipIf(promtool === null).each(alerts.map((rule) => [rule.alert ?? "", rule] as const))(
    "fire at what they are for, and not at what is nearly that: %s",
    (alert, rule) => {
      const {
        fires,
        alsoFires,
        silent,
        alsoSilent,
        minutes = 1,
      } = alertCases[alert] ?? { fires: {}, silent: {} };
      const place = temporaryFolder();
      const rules = join(place, "rules.json");
      const file = join(place, "test.json");
      const asked = (expr: string): typeof recorded =>
        recorded
          .filter(({ record }) => expr.includes(record ?? ""))
          .flatMap((each) => [...asked(each.expr), each]);
      const needed = [...new Set([...asked(rule.expr), rule])];
      writeFileSync(rules, JSON.stringify({ groups: [{ name: "needed", rules: needed }] }));
      const tests = [
        promtest(alert, minutes, fires, 1),
        ...(alsoFires === undefined ? [] : [promtest(alert, minutes, alsoFires, 1)]),
        promtest(alert, minutes, silent, 0),
        ...(alsoSilent === undefined ? [] : [promtest(alert, minutes, alsoSilent, 0)]),
      ];
      writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: `${minutes}m`, tests }));
      const { stdout, stderr } = Bun.spawnSync([promtool ?? "", "test", "rules", file]);
      expect(`${stdout}${stderr}`).toContain("SUCCESS");
    },
  );

  test("ask for nothing that the service does not tell", () => {
    const known = new Set([
      ...[...Object.keys(counters), ...Object.keys(gauges)].map((name) => prefix + name),
      ...Object.keys(histograms).flatMap((name) =>
        ["bucket", "count", "sum"].map((part) => `${prefix}${name}_${part}`),
      ),
      ...recorded.map(({ record = "" }) => record),
    ]);
    const asked = [...alerts, ...recorded].flatMap(({ expr }) =>
      [...expr.matchAll(/\bocr_eco[a-z0-9_:]+/g)].map(([name]) => name),
    );
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
  });

  test("say what is wrong and what to do, and lead to their paragraph", () => {
    const operations = readFileSync(join(root, "docs", "operations.md"), "utf8");
    const paragraphs = new Set(
      [...operations.matchAll(/^#+ (\S+)$/gm)].map(([, title = ""]) => title.toLowerCase()),
    );
    for (const { alert = "", labels, annotations } of alerts) {
      expect(["critical", "warning", "info"]).toContain(labels?.["severity"] ?? "");
      expect(annotations?.["summary"]).toBeString();
      expect(annotations?.["description"]).toBeString();
      expect(annotations?.["runbook"]).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      expect(paragraphs).toContain(alert.toLowerCase());
    }
  });
});
