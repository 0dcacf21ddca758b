import type { z } from "zod";

/** What a setting is while nobody sets it, as one would write it; empty where it is then not set. */
export function defaultText(schema: z.ZodType): string {
  const parsed = schema.safeParse(undefined);
  return !parsed.success || parsed.data === undefined ? "" : written(parsed.data);
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "object" && value !== null && "most" in value && "seconds" in value) {
    const unit = { 1: "second", 60: "minute", 3600: "hour", 86400: "day" }[Number(value.seconds)];
    return `${value.most}/${unit}`;
  }
  return String(value);
}
