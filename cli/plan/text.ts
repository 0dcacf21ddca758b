import { factLines } from "../output/facts.ts";
import { type Column, printGrid } from "../output/grid.ts";
import { painter, printable, type Terminal } from "../output/terminal.ts";
import { counted, duration, percentOf, size } from "../output/units.ts";
import { grouped } from "../output/words.ts";
import type { Plan } from "./document.ts";

const columns: readonly Column[] = [
  { title: "" },
  { title: "WORKER_COUNT", align: "right" },
  { title: "pictures a minute", align: "right" },
  { title: "× the peak", align: "right" },
  { title: "memory", align: "right" },
  { title: "of a core each", align: "right", dispensable: 1 },
];
const memoryWords = { pss: "shared pages counted once (PSS)", rss: "shared pages counted for each (RSS)" };

/** Says what was measured, a row for each number of workers, and under it what follows for the demand. */
export function printPlan(stream: Terminal, plan: Plan): void {
  const paint = painter(stream);
  const { machine, pictures, measured, demand, suggestion } = plan;
  const free = `${megabytes(machine.available_mb)} of memory free`;
  const limits = [machine.cores_limited_by, machine.memory_limited_by].filter((file) => file !== null);
  const limited = limits.length === 0 ? "" : ` (limited by ${limits.join(" and ")})`;
  const whose =
    pictures.folder === null
      ? "drawn screenshots"
      : `${counted(pictures.count, "picture")} of ${pictures.folder}`;
  stream.write(
    `${paint("bold", counted(machine.cores, "core"))}${machine.gpu === null ? "" : `, ${printable(machine.gpu)}`}, ${free}${printable(limited)}; ${printable(whose)} read for ${duration(plan.seconds)}\n\n`,
  );
  printGrid(
    stream,
    columns,
    measured.map((row) => {
      const style = row.recommended ? ({ style: "green" } as const) : {};
      return [
        row.recommended ? "→" : "",
        String(row.worker_count),
        decimal(row.pictures_per_minute),
        decimal(row.of_peak),
        megabytes(row.memory_mb),
        percentOf(100 * row.core_share),
      ].map((text) => ({ text, ...style }));
    }),
  );
  const each = suggestion.machines === 1 ? "" : " on each machine";
  stream.write("\n");
  stream.write(
    factLines(stream, [
      [
        "demand",
        `${counted(demand.users_per_day, "user")} a day with ${counted(demand.pictures_per_user, "picture")} each; ${percentOf(demand.peak_share_percent)} within ${hours(demand.peak_hours)}: ${counted(demand.peak_pictures, "picture")}`,
      ],
      ["peak", `${decimal(demand.peak_pictures_per_minute)} pictures a minute`],
      ["set", `WORKER_COUNT=${suggestion.WORKER_COUNT} MAX_QUEUE_SIZE=${suggestion.MAX_QUEUE_SIZE}${each}`],
      ["memory", memoryOf(plan)],
      ["headroom", `${decimal(suggestion.headroom)} times the peak`],
      [
        "longest wait",
        `${duration(suggestion.longest_wait_seconds)} for the last picture if all of the peak came at once; spread evenly, each is read when it comes`,
      ],
      ["machines", machinesOf(plan)],
    ]),
  );
}

function memoryOf({ machine, suggestion, memory_kind }: Plan): string {
  const what = `${megabytes(suggestion.memory_mb)} for workers and server, ${memoryWords[memory_kind]}`;
  if (suggestion.memory_suffices) return what;
  return `${what}: more than the ${megabytes(machine.available_mb)} that are free; add memory`;
}

function machinesOf({ suggestion, demand }: Plan): string {
  const carried = `one like this carries ${counted(suggestion.users_per_day, "such user")} a day, with 30 % in reserve`;
  if (suggestion.machines === 1) return `1: ${carried}`;
  return `${grouped(suggestion.machines)} for ${counted(demand.users_per_day, "user")}: ${carried}`;
}

function hours(count: number): string {
  return `${decimal(count)} ${count === 1 ? "hour" : "hours"}`;
}

function megabytes(count: number): string {
  return size(count * 1e6);
}

/** A number that was measured or set, with a decimal where that says something. */
function decimal(value: number): string {
  return Number.isInteger(value) || value >= 99.5
    ? grouped(Math.round(value))
    : String(Number(value.toFixed(1)));
}
