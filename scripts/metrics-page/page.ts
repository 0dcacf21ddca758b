import { counters, gauges, histograms, prefix, type Together } from "../../src/metrics/catalog.ts";

const head = `# Metrics

<!-- Made by scripts/metrics-page.ts from the catalog that the program keeps its figures by. -->

\`GET /metrics\` has them in Prometheus' text format. Who asks shows \`METRICS_KEY\`, or a key with the scope \`read\`, as \`x-api-key\`
or \`Authorization: Bearer\`; without any key the service is open to this machine alone, and so are its figures. With \`METRICS_PORT\`
they are on that port, and nowhere else: [operations.md](operations.md#prometheus) shows both.

Counters and times begin at 0 with each start of the service. No label is ever an id, an address or a text that somebody sent. *Together* says
what to do with several instances that share one queue: \`sum\` what each did itself, take the \`max\` of what all see alike; what
each has of its own says nothing added up.

Who sends \`Accept: application/openmetrics-text\`, as Prometheus does, gets OpenMetrics: the same, and with [traces](operations.md#traces) the times of
what a report goes through have exemplars, the last \`trace_id\` in each bucket.
`;

interface Row {
  readonly help: string;
  readonly together: Together;
  readonly labels?: readonly string[];
  readonly buckets?: readonly number[];
}

/** The page about all figures. */
export function metricsPage(): string {
  return [
    head,
    table("What was done", "counters", counters),
    table("How long it took", "histograms, in seconds", histograms),
    table("How it is now", "gauges", gauges),
  ].join("\n");
}

function table(title: string, kind: string, rows: Readonly<Record<string, Row>>): string {
  const hasBuckets = Object.values(rows).some(({ buckets }) => buckets !== undefined);
  const titles = ["metric", "labels", "together", ...(hasBuckets ? ["bounds"] : []), "what"];
  const lines = Object.entries(rows).map(([name, { help, together, labels = [], buckets = [] }]) => [
    `\`${prefix}${name}\``,
    labels.map((label) => `\`${label}\``).join(", "),
    together,
    ...(hasBuckets ? [buckets.join(" ")] : []),
    help,
  ]);
  return [
    `## ${title}: ${kind}`,
    "",
    ...[titles, titles.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`),
    "",
  ].join("\n");
}
