const rateForm = /^(\d+(?:\.\d+)?)\s*(?:\/\s*(s|min|h))?$/;

const perUnit = { s: 1, min: 60, h: 3600 } as const;

/** More than a machine with two cores can send; who needs more needs more machines. */
const mostPerSecond = 100_000;

/** Reports a second, of `5`, `5/s`, `300/min` or `7000/h`; `null` when it is none that can be sent. */
export function parseRate(text: string): number | null {
  const [, number = "", unit = "s"] = rateForm.exec(text.trim()) ?? [];
  const rate = Number(number) / perUnit[unit as keyof typeof perUnit];
  return number !== "" && rate > 0 && rate <= mostPerSecond ? rate : null;
}

const durationForm = /^(\d+(?:\.\d+)?)\s*(s|min|h)?$/;

const mostSeconds = 86_400;

/** Seconds, of `30`, `30s`, `5min` or `1h`; `null` when it is nothing like that, or more than a day. */
export function parseDuration(text: string): number | null {
  const [, number = "", unit = "s"] = durationForm.exec(text.trim()) ?? [];
  const seconds = Number(number) * perUnit[unit as keyof typeof perUnit];
  return number !== "" && seconds > 0 && seconds <= mostSeconds ? seconds : null;
}
