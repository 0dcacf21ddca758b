import { fullness, type KnownStatus, limits } from "../../../service/findings.ts";
import { count, share, short, span, words } from "../language.ts";

/** The numbers that are looked at first. */
export function Tiles({ status }: { readonly status: KnownStatus }) {
  const text = words.value.tiles;
  const { queue, workers, details } = status;
  const { last_hour: hour, deliveries, oldest_waiting_seconds: oldest } = details;
  const waiting = [
    text.ofCapacity(count(queue.queue_capacity)),
    ...(oldest === null ? [] : [text.oldest(span(oldest))]),
  ].join(", ");
  const oldestDelivery = deliveries.oldest_pending_seconds;
  return (
    <ul class="tiles">
      <Tile
        value={count(queue.waiting_in_queue)}
        name={text.waiting}
        more={waiting}
        tone={fullness(status) > limits.queuePercent ? "bad" : ""}
      />
      <Tile value={short(details.pictures_per_minute)} name={text.perMinute} more={text.lastMinutes} />
      <Tile
        value={count(workers.busy_workers)}
        name={text.workers}
        more={text.ofWorkers(count(workers.busy_workers + workers.idle_workers))}
      />
      <Tile
        value={hour.read === 0 ? "–" : share(hour.verified / hour.read)}
        name={text.accepted}
        more={hour.read === 0 ? text.nothingRead : text.ofRead(count(hour.read))}
      />
      <Tile
        value={count(deliveries.pending)}
        name={text.undelivered}
        more={oldestDelivery === null ? text.noDelivery : text.oldestDelivery(span(oldestDelivery))}
      />
    </ul>
  );
}

interface TileProps {
  readonly value: string;
  readonly name: string;
  readonly more: string;
  readonly tone?: string;
}

function Tile({ value, name, more, tone = "" }: TileProps) {
  return (
    <li class="tile">
      <b class={tone}>{value}</b>
      <span>{name}</span>
      <small class="soft">{more}</small>
    </li>
  );
}
