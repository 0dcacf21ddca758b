/** Time zones change what they are apart from UTC at quarters of an hour only. */
const quarterMs = 900_000;

/**
 * Writes moments, in milliseconds since 1970, as a time of `timeZone` (IANA) with its offset, as ISO 8601 and RFC 3339 have it:
 * `2026-11-27T10:15:00.123+07:00`. It is the time that commands print, and still the same moment for every program.
 */
export function localTimes(timeZone: string): (ms: number) => string {
  const names = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  let known = { quarter: Number.NaN, minutes: 0, text: "" };
  return (ms) => {
    const quarter = Math.floor(ms / quarterMs);
    if (quarter !== known.quarter) {
      const name = names.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
      const [, sign = "+", hours = "00", minutes = "00"] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
      const apart = (sign === "-" ? -1 : 1) * (60 * Number(hours) + Number(minutes));
      known = { quarter, minutes: apart, text: `${sign}${hours}:${minutes}` };
    }
    return new Date(ms + 60_000 * known.minutes).toISOString().replace("Z", known.text);
  };
}
