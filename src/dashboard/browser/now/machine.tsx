import { databasePercent, type KnownStatus, limits } from "../../../service/findings.ts";
import { count, share, size, span, words } from "../language.ts";
import { Card } from "../parts/card.tsx";

/** How much of the machine is in use. */
export function Machine({ status }: { readonly status: KnownStatus }) {
  const text = words.value.machine;
  const { machine, storage, gpu, role, started_at: startedAt } = status.details;
  const up = (Date.parse(status.timestamp) - Date.parse(startedAt)) / 1000;
  return (
    <Card title={text.title}>
      <ul class="bars">
        <Gauge
          name={text.cpu(count(machine.processors))}
          percent={machine.cpu_percent}
          most={limits.cpuPercent}
        />
        <Gauge name={text.memory} percent={machine.memory_percent} most={limits.memoryPercent} />
        <Gauge name={text.disk} percent={machine.disk_percent} most={limits.diskPercent} />
        <Gauge name={text.database} percent={databasePercent(status.details)} most={limits.databasePercent} />
        <Gauge
          name={text.cache}
          percent={(100 * storage.cache_bytes) / storage.cache_limit_bytes}
          most={101}
          said={size(storage.cache_bytes)}
        />
        {gpu !== null && gpu.busy_percent !== null && (
          <Gauge name={`${text.gpu} ${gpu.device ?? ""}`} percent={gpu.busy_percent} most={101} />
        )}
      </ul>
      {gpu !== null && (
        <p class="soft">
          {text.gpu}: {gpu.device ?? text.noGpu}
          {gpu.memory_used_bytes !== null && gpu.memory_bytes !== null
            ? `, ${text.gpuMemory(size(gpu.memory_used_bytes), size(gpu.memory_bytes))}`
            : ""}
        </p>
      )}
      <p class="soft">
        {role === "all" ? null : `${text.roles[role]}, `}
        {text.version} {status.version}, {text.up} {span(Math.max(0, up))}
      </p>
    </Card>
  );
}

interface GaugeProps {
  readonly name: string;
  readonly percent: number;
  /** From where on it is too much. */
  readonly most: number;
  readonly said?: string;
}

function Gauge({ name, percent, most, said = share(percent / 100) }: GaugeProps) {
  const isOver = percent > most;
  return (
    <li>
      <span class="name">{name}</span>
      <span class="track" aria-hidden="true">
        <i
          class={isOver ? "part failed" : "part"}
          style={{ width: `${Math.min(100, Math.max(0, percent))}%` }}
        />
      </span>
      <span class={isOver ? "number bad" : "number"}>{said}</span>
    </li>
  );
}
