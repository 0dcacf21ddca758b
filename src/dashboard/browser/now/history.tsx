import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { dashboardTotals as totalsEndpoint } from "../../../api/dashboard.ts";
import type { Heard } from "../../../api/endpoint.ts";
import { barChart } from "../../../charts/charts.ts";
import type { KnownStatus } from "../../../service/findings.ts";
import { ask } from "../ask.ts";
import { count, day, words } from "../language.ts";
import { Chart } from "../parts/drawn.tsx";
import { Levels } from "./levels.tsx";

const days = 90;
/** Milliseconds after which the days are asked for anew. */
const everyMs = 60_000;

/** Milliseconds after which what was heard last is no longer shown as if it were of now. */
const oldAfterMs = 3 * everyMs;

export const totals = signal<Heard<typeof totalsEndpoint> | "failed" | null>(null);
let learnedAt = Number.NEGATIVE_INFINITY;

async function learn(): Promise<void> {
  try {
    totals.value = await ask("dashboardTotals", { query: { days } });
    learnedAt = performance.now();
  } catch {
    if (performance.now() - learnedAt > oldAfterMs) totals.value = "failed";
  }
}

/** The last hour from the service's memory, the last ninety days from what it counts on disk, and what was promised. */
export function History({ status }: { readonly status: KnownStatus }) {
  useEffect(() => {
    void learn();
    const timer = setInterval(() => void learn(), everyMs);
    return () => clearInterval(timer);
  }, []);
  const known = totals.value;
  return (
    <div class="charts">
      {known !== null && known !== "failed" && <Levels totals={known} />}
      <Minutes read={status.details.last_hour.read_by_minute} />
      {known === "failed" && <p class="soft">{words.value.history.failed}</p>}
      {known !== null && known !== "failed" && <Days known={known} />}
    </div>
  );
}

function Minutes({ read }: { readonly read: readonly number[] }) {
  const text = words.value.history;
  const sum = read.reduce((all, each) => all + each, 0);
  return (
    <Chart
      drawn={barChart({
        title: text.minutes,
        summary: text.minutesSummary(count(sum)),
        labels: read.map((_, index) => String(index - read.length)),
        labelled: text.minute,
        series: [{ name: text.pictures, tone: 1, values: read }],
        unit: "count",
        text: count,
        words: text,
      })}
    />
  );
}

function Days({ known }: { readonly known: Heard<typeof totalsEndpoint> }) {
  const { history: text, statuses } = words.value;
  const { days: all, sum } = known;
  const series = [
    ["verified", 2],
    ["needs_review", 3],
    ["no_steps", 4],
    ["failed", "bad"],
  ] as const;
  return (
    <Chart
      drawn={barChart({
        title: text.days,
        summary: text.daysSummary(count(sum.processed), count(sum.verified)),
        labels: all.map((each) => day(each.day)),
        labelled: text.day,
        series: series.map(([name, tone]) => ({
          name: statuses[name] ?? name,
          tone,
          values: all.map((each) => each[name]),
        })),
        unit: "count",
        text: count,
        words: text,
      })}
    />
  );
}
