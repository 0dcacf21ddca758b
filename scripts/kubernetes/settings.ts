import { folders, neighbours, ports } from "./names.ts";

/** A file of settings, as configMapGenerator reads it. */
export type Settings = Readonly<Record<string, string>>;

export const baseSettings: Settings = {
  // Below what is mounted, whose group is the Pod's: a folder that the program makes is its own alone.
  DATA_DIR: `${folders.data}/data`,
  INSTANCE_ENV: "production",
  LARAVEL_API_URL: "https://change-me.example.org",
  // A port of their own: the Ingress sends everything to the other one, and the NetworkPolicy lets Prometheus alone to this one.
  METRICS_HOST: "0.0.0.0",
  METRICS_PORT: String(ports.metrics),
  RATE_LIMIT: "600/minute",
  TIMEZONE: "Asia/Jakarta",
  TRUST_PROXY: "10.0.0.0/8",
};

export const redisSettings: Settings = {
  CACHE_URL: `redis://redis-pictures.${neighbours.redis}.svc:${ports.redis}/0?prefix=ocr-eco-pictures`,
  QUEUE_URL: `redis://redis.${neighbours.redis}.svc:${ports.redis}/0?prefix=ocr-eco`,
};
