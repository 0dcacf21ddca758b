import { expect, test } from "bun:test";
import { asPrometheus } from "../../scripts/grafana-dashboard/as-prometheus.ts";
import { rows } from "../../scripts/grafana-dashboard/panels.ts";
import { until } from "../../scripts/rig/processes.ts";
import { Prometheus, prometheusProgram } from "../../scripts/rig/prometheus.ts";
import { cleanUp } from "../support/clean-up.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { collector } from "../support/traced.ts";

const key = "metrics-key-0123456789";

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly name: string;
      readonly health: string;
      readonly lastError?: string;
    }[];
  }[];
}

interface Targets {
  readonly activeTargets: readonly { readonly health: string; readonly lastError: string }[];
}

test.skipIf(prometheusProgram === null)(
  "a real Prometheus scrapes a service at work by our files, and all rules make sense to it",
  async () => {
    const running = quickService({
      METRICS_KEY: key,
      JOB_RETRY_SECONDS: "0",
      ...collector().settings,
    });
    await running.start();
    const prometheus = new Prometheus({ folder: temporaryFolder(), url: running.url, key });
    cleanUp(() => prometheus.stop());
    const answerTo = async (expr: string): Promise<number | null> => {
      const [found] = await prometheus.query(expr);
      return found?.value === undefined ? null : Number(found.value[1]);
    };
    await until("it has scraped", async () => (await answerTo("ocr_eco_ready")) === 1);
    const { pictures } = running;
    const doubtful = { status: "needs_review", reasons: [{ code: "zero_count", about: null }], scope: null };
    pictures.serve("doubtful.png", new TextEncoder().encode(`0 steps ${JSON.stringify(doubtful)}`));
    const send = async (from: number, to: number): Promise<void> => {
      for (let id = from; id <= to; id++)
        await running.submit({ report_id: id, s3_url: pictures.serveSteps(`${id}.png`, 5000 + id) });
      await running.submit({ report_id: to + 1000, s3_url: pictures.url("doubtful.png") });
      await running.submit({ report_id: to + 2000, s3_url: pictures.url("nobody-has-it.png") });
    };
    await send(1, 10);
    await until("it has seen them", async () => (await answerTo("sum(ocr_eco_readings_total)")) === 11);
    // Rates need two looks between which something happened.
    await send(11, 20);
    await until("and these", async () => (await answerTo("sum(ocr_eco_readings_total)")) === 22);
    await until("the rules were evaluated", async () => (await answerTo("ocr_eco:queue_fill:ratio")) === 0);
    const rules = (await prometheus.ask<Rules>("rules"))?.groups.flatMap((group) => group.rules) ?? [];
    expect(rules.length).toBeGreaterThan(30);
    expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
    const panels = rows.flatMap((row) => row.panels).filter(({ needs }) => needs === undefined);
    for (const [title, expr] of panels.flatMap(({ title, asks }) =>
      asks.map(([each]) => [title, each] as const),
    )) {
      const asked = asPrometheus(expr, { rate: "30s", range: "5m" });
      expect([title, await answerTo(asked)]).toEqual([title, expect.any(Number)]);
    }
    const { job_id } = (await running.submit({ report_id: 9000 })).body;
    const { trace_id } = await running.get(`/api/v1/ocr-ecosteps/${job_id}`);
    await until("the last trace is an exemplar", async () => {
      const found = await prometheus.ask(
        `query_exemplars?query=ocr_eco_waiting_seconds_bucket&start=0&end=9999999999`,
      );
      return JSON.stringify(found).includes(`"trace_id":"${trace_id}"`);
    });
    const targets = await prometheus.ask<Targets>("targets");
    expect(targets?.activeTargets.map(({ health }) => health)).toEqual(["up"]);
  },
);
