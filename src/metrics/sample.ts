import { heapSize } from "bun:jsc";
import { readdirSync, readFileSync } from "node:fs";
import { keyStates } from "../config/key-age.ts";
import { CardMeter } from "../host/nvidia.ts";
import { residentBytes } from "../host/resident.ts";
import { deliveryStates } from "../queue/delivery.ts";
import { jobStates } from "../queue/job.ts";
import { gpuUse } from "../service/gpu-use.ts";
import { MachineMeter } from "../service/machine.ts";
import type { Service } from "../service/service.ts";
import { residentBytesOf } from "../workers/resident-memory.ts";
import type { Figures } from "./registry.ts";

/** Who looks at the service: how many are signed in, and how many watch it live. */
export interface Audience {
  readonly sessions: () => number | Promise<number>;
  readonly streams: () => number;
}

/** Looks at how things are, each time that somebody asks for the figures. */
export class Sample {
  readonly #service: Service;
  readonly #audience: Audience;
  readonly #figures: Figures;
  readonly #machine: MachineMeter;
  readonly #card = new CardMeter();
  #hadGpu = false;

  constructor(service: Service, audience: Audience, figures: Figures) {
    this.#service = service;
    this.#audience = audience;
    this.#figures = figures;
    const { DATA_DIR } = service.config;
    // However long ago somebody asked: who scrapes at intervals wants the mean of each.
    this.#machine = new MachineMeter(DATA_DIR, { longestMs: Number.POSITIVE_INFINITY });
  }

  /** Rejects where the queue cannot be asked. */
  async take(): Promise<void> {
    await this.#queue();
    await this.#deliveries();
    await this.#reviews();
    await this.#storage();
    this.#workers();
    this.#figures.set("sessions", await this.#audience.sessions(), {});
    this.#figures.set("live_streams", this.#audience.streams(), {});
    await this.#gpu();
    this.#process();
    this.#figures.set("ready", Number((await this.#service.notReady()) === null), {});
  }

  async #queue(): Promise<void> {
    const { queue, config, processor, keyWatch } = this.#service;
    const counts = await queue.jobs.counts();
    for (const state of jobStates) this.#figures.set("jobs", counts[state], { state });
    this.#figures.set("queue_capacity", config.MAX_QUEUE_SIZE, {});
    this.#figures.set("queue_oldest_waiting_seconds", secondsSince(counts.oldestWaitingAt), {});
    this.#figures.set("queue_paused", Number(await queue.jobs.isPaused()), {});
    this.#figures.set("queue_stands_still_seconds", (await processor.standsStillFor()) ?? 0, {});
    const keys = keyWatch.toRenew();
    for (const state of keyStates)
      if (state !== "valid")
        this.#figures.set("keys", keys.filter((key) => key.state === state).length, { state });
  }

  async #deliveries(): Promise<void> {
    const { queue, couriers } = this.#service;
    const counts = await queue.deliveries.counts();
    const held = new Set((await queue.deliveries.held()).map(({ environment }) => environment));
    for (const state of deliveryStates) this.#figures.set("deliveries", counts[state], { state });
    this.#figures.set("deliveries_oldest_pending_seconds", secondsSince(counts.oldestPendingAt), {});
    for (const courier of couriers) {
      const { environment } = courier;
      const pending = counts.pendingByEnvironment[environment] ?? 0;
      this.#figures.set("deliveries_pending", pending, { environment });
      this.#figures.set("destination_held", Number(held.has(environment)), { environment });
      this.#figures.set("destination_down", Number(await courier.isDown()), { environment });
    }
  }

  async #reviews(): Promise<void> {
    const { desk } = this.#service;
    // Who decided how much is counted as it happens.
    const { open, oldestAt } = await desk.counts(0);
    this.#figures.set("reviews_open", open, {});
    this.#figures.set("reviews_oldest_seconds", secondsSince(oldestAt), {});
    this.#figures.set("reviews_kept_seconds", desk.keptMs / 1000, {});
  }

  async #storage(): Promise<void> {
    const { queue, config } = this.#service;
    const { cpu, memory, disk, diskFreeBytes } = await this.#machine.measure();
    this.#figures.set("machine_cpu_ratio", cpu / 100, {});
    this.#figures.set("machine_memory_ratio", memory / 100, {});
    this.#figures.set("machine_disk_ratio", disk / 100, {});
    this.#figures.set("machine_disk_free_bytes", diskFreeBytes, {});
    this.#figures.set("database_bytes", await queue.bytes(), {});
    this.#figures.set("database_limit_bytes", await queue.mostBytes(), {});
    this.#figures.set("cache_bytes", await this.#service.cache.bytes(), {});
    this.#figures.set("cache_limit_bytes", config.CACHE_MAX_MB * 1e6, {});
  }

  #workers(): void {
    const { pool } = this.#service;
    const { size, busy, idle, waiting } = pool.load;
    this.#figures.set("workers", busy, { state: "busy" });
    this.#figures.set("workers", idle, { state: "idle" });
    this.#figures.set("workers_wanted", size, {});
    this.#figures.set("pictures_waiting", waiting, {});
    this.#figures.set("workers_memory_bytes", residentBytesOf(pool.processIds), {});
  }

  async #gpu(): Promise<void> {
    const { gpu } = this.#service.pool;
    const device = gpu?.device ?? null;
    // One that `auto` never took, because there is none that is worth it, is missed by nobody.
    this.#hadGpu ||= device !== null;
    const isWanted = this.#service.config.OCR_DEVICE === "webgpu" || this.#hadGpu;
    this.#figures.set("gpu_wanted", Number(isWanted), {});
    this.#figures.clear("gpu_info");
    if (device !== null) this.#figures.set("gpu_info", 1, { device: device.name });
    const { memoryBytes, memoryUsedBytes, busyPercent, celsius } = await gpuUse(this.#card, device);
    this.#figures.set("gpu_memory_bytes", memoryBytes, {});
    this.#figures.set("gpu_memory_used_bytes", memoryUsedBytes, {});
    this.#figures.set("gpu_busy_ratio", busyPercent === null ? null : busyPercent / 100, {});
    this.#figures.set("gpu_celsius", celsius, {});
  }

  #process(): void {
    const { user, system } = process.cpuUsage();
    this.#figures.set("process_resident_bytes", residentBytes(), {});
    this.#figures.set("process_heap_bytes", heapSize(), {});
    this.#figures.set("process_cpu_seconds", (user + system) / 1e6, {});
    this.#figures.set("process_open_files", openFiles(), {});
    this.#figures.set("process_open_files_limit", openFilesLimit(), {});
  }
}

function secondsSince(ms: number | null): number {
  return ms === null ? 0 : Math.max(0, (Date.now() - ms) / 1000);
}

/** `null` where there is no `/proc`, or no file may be opened any more. */
function openFiles(): number | null {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return null;
  }
}

function openFilesLimit(): number | null {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"));
    return found === null ? null : Number(found[1]);
  } catch {
    return null;
  }
}
