import { expect, test } from "bun:test";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rows } from "../../scripts/grafana-dashboard/panels.ts";
import { until } from "../../scripts/rig/processes.ts";
import { cleanUp } from "../support/clean-up.ts";
import { freePort } from "../support/free-port.ts";
import { quickService } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { collector } from "../support/traced.ts";

const prometheus = Bun.which("prometheus");
const folder = join(import.meta.dir, "..", "..", "deploy", "prometheus");
const key = "metrics-key-0123456789";

interface Answer {
  readonly status: string;
  readonly data: {
    readonly result?: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
    readonly groups?: readonly {
      readonly rules: readonly {
        readonly name: string;
        readonly health: string;
        readonly lastError?: string;
      }[];
    }[];
    readonly activeTargets?: readonly { readonly health: string; readonly lastError: string }[];
  };
}

test.skipIf(prometheus === null)(
  "a real Prometheus scrapes a service at work by our files, and all rules make sense to it",
  async () => {
    const running = quickService({
      METRICS_KEY: key,
      JOB_RETRY_SECONDS: "0",
      ...collector().settings,
    });
    await running.start();
    const place = temporaryFolder();
    for (const name of ["rules.yml", "alerts.yml"]) copyFileSync(join(folder, name), join(place, name));
    const config = readFileSync(join(folder, "prometheus.yml"), "utf8")
      .replace("127.0.0.1:8000", new URL(String(running.url)).host)
      .replaceAll(/interval: 15s/g, "interval: 1s");
    writeFileSync(join(place, "prometheus.yml"), config);
    writeFileSync(join(place, "ocr-eco.key"), key);
    const address = `127.0.0.1:${freePort()}`;
    const child = Bun.spawn(
      [
        prometheus ?? "",
        `--config.file=${join(place, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(place, "data")}`,
        `--web.listen-address=${address}`,
        "--log.level=warn",
        "--enable-feature=exemplar-storage",
      ],
      { stdio: ["ignore", "ignore", "ignore"] },
    );
    cleanUp(async () => {
      child.kill("SIGKILL");
      await child.exited;
    });
    const ask = async (path: string): Promise<Answer["data"]> => {
      const response = await fetch(`http://${address}/api/v1/${path}`).catch(() => null);
      return response?.ok !== true ? {} : ((await response.json()) as Answer).data;
    };
    const answerTo = async (expr: string): Promise<number | null> => {
      const { result = [] } = await ask(`query?query=${encodeURIComponent(expr)}`);
      return result[0] === undefined ? null : Number(result[0].value[1]);
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
    const { groups = [] } = await ask("rules");
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(30);
    expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
    const panels = rows.flatMap((row) => row.panels).filter(({ needs }) => needs === undefined);
    for (const [title, expr] of panels.flatMap(({ title, asks }) =>
      asks.map(([each]) => [title, each] as const),
    )) {
      const asked = expr
        .replaceAll("$job", ".*")
        .replaceAll("$__rate_interval", "30s")
        .replaceAll("$__range", "5m");
      expect([title, await answerTo(asked)]).toEqual([title, expect.any(Number)]);
    }
    const { job_id } = (await running.submit({ report_id: 9000 })).body;
    const { trace_id } = await running.get(`/api/v1/ocr-ecosteps/${job_id}`);
    await until("the last trace is an exemplar", async () => {
      const found = await ask(`query_exemplars?query=ocr_eco_waiting_seconds_bucket&start=0&end=9999999999`);
      return JSON.stringify(found).includes(`"trace_id":"${trace_id}"`);
    });
    const { activeTargets = [] } = await ask("targets");
    expect(activeTargets.map(({ health }) => health)).toEqual(["up"]);
  },
);
