import type { AppStatusDetails } from "../../src/api/app-status.ts";
import { databasePercent, fullness, type KnownStatus, limits } from "../../src/service/findings.ts";
import { bar, condensed, sparkline } from "../output/gauge.ts";
import { fit, printable, wrap } from "../output/terminal.ts";
import { counted, duration, percentOf, size } from "../output/units.ts";
import { grouped } from "../output/words.ts";
import type { ToldFinding } from "../remote/told-findings.ts";
import {
  caption,
  captionOfHour,
  colourOf,
  drawn,
  gaugeWidth,
  highest,
  labelWidth,
  row,
  type Screen,
} from "./row.ts";

const timeWidth = 11;

/** The state of a service for a person: what is wrong first, then everything. No line is wider than `width`. */
export function statusScreen(
  status: KnownStatus,
  findings: readonly ToldFinding[],
  screen: Screen,
): string[] {
  return [
    ...head(status, screen),
    ...findingLines(findings, screen),
    "",
    ...work(status, screen),
    "",
    ...times(status.details, screen),
    "",
    ...machine(status, screen),
  ].map((line) => line.trimEnd());
}

function head({ version, uptime, details }: KnownStatus, { url, width, paint }: Screen): string[] {
  const name = `ocr-eco ${printable(version)}`;
  const role = details.role === "all" ? null : `${details.role} only`;
  const rest = [details.instance_env, role, url, `up ${uptime}`]
    .filter((part) => part !== null)
    .map(printable);
  const line = fit(` · ${rest.join(" · ")}`, Math.max(0, width - name.length));
  return [paint("bold", name) + paint("dim", line)];
}

function findingLines(findings: readonly ToldFinding[], { width, paint }: Screen): string[] {
  const count = findings.filter(({ level }) => level === "over").length;
  const title =
    count === 0
      ? paint("green", `✓ fine${findings.length > 0 ? `, with ${counted(findings.length, "note")}` : ""}`)
      : paint(["red", "bold"], `✗ ${counted(count, "thing")} to see to`);
  const lines = findings.flatMap(({ level, what, do: doing }) => {
    const style = level === "over" ? "red" : "yellow";
    const [first = "", ...more] = wrap(printable(what), width - 4);
    return [
      paint(style, `  ${level === "over" ? "✗" : "!"} ${first}`),
      ...more.map((line) => paint(style, `    ${line}`)),
      ...wrap(doing, width - 6).map((line, index) => paint("dim", `    ${index === 0 ? "→" : " "} ${line}`)),
    ];
  });
  return [title, ...lines];
}

function work(status: KnownStatus, screen: Screen): string[] {
  const { queue, workers, details } = status;
  const { jobs, oldest_waiting_seconds: oldest, last_hour: hour, deliveries } = details;
  const full = fullness(status);
  const waits = oldest === null ? "" : `, oldest ${duration(oldest)}`;
  const failed = 100 * (hour.failed_share ?? 0);
  const busy = workers.total_workers === 0 ? 0 : workers.busy_workers / workers.total_workers;
  const retrying = (jobs["retrying"] ?? 0) === 0 ? "" : `, ${grouped(jobs["retrying"] ?? 0)} again later`;
  const columns = condensed(hour.read_by_minute, gaugeWidth(screen));
  const speed = sparkline(columns, gaugeWidth(screen));
  const waited = screen.histories?.waiting;
  const outcome =
    hour.failed_share === null
      ? "nothing yet"
      : `${percentOf(failed)}, ${grouped(hour.failed)} of ${counted(hour.read + hour.failed, "job")}`;
  const queueWords = `${percentOf(full)}  ${grouped(queue.waiting_in_queue)} of ${grouped(queue.queue_capacity)}${waits}`;
  const failedStyle = hour.failed < 2 ? "green" : colourOf(failed, limits.errorsPercent);
  return [
    ...caption(screen, waited, highest(waited ?? [], "job")),
    row(screen, "queue", drawn(screen, full / 100, waited), colourOf(full, limits.queuePercent), queueWords),
    row(
      screen,
      "workers",
      bar(busy, Math.min(gaugeWidth(screen), workers.total_workers)),
      "cyan",
      `${workers.busy_workers} of ${workers.total_workers} busy${retrying}`,
    ),
    row(
      screen,
      "pictures",
      speed,
      "cyan",
      `${pace(details.pictures_per_minute)} a minute, ${grouped(hour.read)} in the last hour`,
    ),
    ...captionOfHour(screen, columns, hour.read_by_minute.length),
    row(screen, "failed", bar(failed / 100, gaugeWidth(screen)), failedStyle, outcome),
    row(
      screen,
      "jobs",
      "",
      "dim",
      `${grouped(jobs["done"] ?? 0)} done, ${grouped(jobs["failed"] ?? 0)} failed, ${grouped(jobs["cancelled"] ?? 0)} cancelled`,
    ),
    row(screen, "deliveries", "", "dim", deliveryWords(deliveries)),
  ];
}

function deliveryWords({
  pending,
  failed,
  held,
  down,
  oldest_pending_seconds: oldest,
}: AppStatusDetails["deliveries"]): string {
  const parts = [
    `${grouped(pending)} pending${pending > 0 && oldest !== null ? `, oldest ${duration(oldest)}` : ""}`,
    `${grouped(failed)} failed`,
  ];
  if (held.length > 0) parts.push(`held: ${held.map(({ environment }) => environment).join(", ")}`);
  if (down.length > 0) parts.push(`down: ${down.join(", ")}`);
  return parts.join(", ");
}

function times({ last_hour: hour }: AppStatusDetails, screen: Screen): string[] {
  const { paint, width } = screen;
  // Where it is narrow, the last columns are left out.
  const columns = Math.max(0, Math.floor((width - labelWidth) / timeWidth));
  const cells = (texts: readonly string[], before = 0): string =>
    texts
      .slice(0, Math.max(0, columns - before))
      .map((text) => fit(text, timeWidth, "right"))
      .join("");
  const lines = [
    ["waiting", hour.waiting_seconds, limits.waitingSeconds],
    ["reading", hour.reading_seconds, limits.readingSeconds],
    ["delivering", hour.delivering_seconds, null],
  ] as const;
  return [
    paint("dim", fit("last hour", labelWidth) + cells(["median", "95 %", "99 %", "95 % by"])),
    ...lines.map(([label, found, limit]) => {
      const [median, p95, p99] = [found?.p50, found?.p95, found?.p99].map((each, index) =>
        cells([each === undefined ? "–" : duration(each)], index),
      );
      const style = limit === null || found === null ? "reset" : colourOf(found.p95, limit);
      const allowed = limit === null ? "" : paint("dim", cells([duration(limit)], 3));
      return paint("dim", fit(label, labelWidth)) + median + paint(style, p95 ?? "") + p99 + allowed;
    }),
  ];
}

function machine({ details }: KnownStatus, screen: Screen): string[] {
  const { machine: at, memory, storage } = details;
  const ours = `server ${size(memory.server_bytes)}, workers ${size(memory.workers_bytes)}`;
  const used = databasePercent(details);
  const line = (
    label: string,
    percent: number,
    limit: number,
    words: string,
    history?: readonly number[],
  ): string =>
    row(
      screen,
      label,
      drawn(screen, percent / 100, history, 100),
      colourOf(percent, limit),
      `${percentOf(percent)}  ${words}`,
    );
  return [
    ...caption(screen, screen.histories?.cpu, "100 %"),
    line("cpu", at.cpu_percent, limits.cpuPercent, counted(at.processors, "core"), screen.histories?.cpu),
    line("memory", at.memory_percent, limits.memoryPercent, ours, screen.histories?.memory),
    ...gpu(details, screen),
    line("disk", at.disk_percent, limits.diskPercent, `${size(at.disk_free_bytes)} free`),
    line(
      "database",
      used,
      limits.databasePercent,
      `${size(storage.database_bytes)} of ${size(storage.database_limit_bytes)}`,
    ),
    line(
      "cache",
      (100 * storage.cache_bytes) / storage.cache_limit_bytes,
      100,
      `${size(storage.cache_bytes)} of ${size(storage.cache_limit_bytes)}`,
    ),
  ];
}

/** What the GPU does, where there is one; its use as a bar where it is known. */
function gpu({ gpu: on }: AppStatusDetails, screen: Screen): string[] {
  if (on === null) return [];
  const { device, memory_used_bytes: used, memory_bytes: all, busy_percent: busy, celsius } = on;
  if (device === null) return [row(screen, "gpu", "", "yellow", "not used")];
  const words = [
    ...(busy === null ? [] : [percentOf(busy)]),
    printable(device),
    ...(all === null ? [] : [used === null ? size(all) : `${size(used)} of ${size(all)}`]),
    ...(celsius === null ? [] : [`${celsius} °C`]),
  ];
  return [row(screen, "gpu", bar((busy ?? 0) / 100, gaugeWidth(screen)), "cyan", words.join("  "))];
}

function pace(perMinute: number): string {
  return perMinute > 0 && perMinute < 9.95 ? perMinute.toFixed(1) : grouped(Math.round(perMinute));
}
