import { grouped } from "./words.ts";

/** A time span as a person says it, in at most two units: `0.41 s`, `12 s`, `4 min 12 s`, `3 h 5 min`, `2 d 4 h`. */
export function duration(seconds: number): string {
  if (seconds < 9.95 && !(Number.isInteger(seconds) && seconds > 0))
    return `${seconds < 0.995 ? seconds.toFixed(2) : seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const units = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ] as const;
  const first = units.findIndex(([, length]) => whole >= length);
  let left = whole;
  const parts = units.slice(first, first + 2).map(([name, length]) => {
    const count = Math.floor(left / length);
    left -= count * length;
    return { name, count };
  });
  return parts
    .filter(({ count }, index) => index === 0 || count > 0)
    .map(({ name, count }) => `${count} ${name}`)
    .join(" ");
}

/** How long before `now` an ISO time was; nothing for none. */
export function ago(time: string | null, now: number): string {
  if (time === null) return "";
  const seconds = Math.round((now - Date.parse(time)) / 1000);
  return seconds < 1 ? "just now" : `${duration(seconds)} ago`;
}

/** A size in powers of ten: `312 MB`, `1.4 GB`. */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** step;
  return `${step > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[step]}`;
}

/** A percentage, with a decimal where it is small. */
export function percentOf(value: number): string {
  return `${value > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} %`;
}

/** A count with its noun: `1 job`, `1 204 jobs`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
