/**
 * A panel's expression as Prometheus takes it: for all installations, with what Grafana puts in the place of its variables.
 * `rate` is the window of rates, `range` the time that is shown, both as in `30s`.
 */
export function asPrometheus(
  expr: string,
  { rate, range }: { readonly rate: string; readonly range: string },
): string {
  return expr.replaceAll("$job", ".*").replaceAll("$__rate_interval", rate).replaceAll("$__range", range);
}
