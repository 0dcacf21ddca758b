import type { Finding } from "../../../service/findings.ts";
import { count, share, size, span } from "../language.ts";
import type { Told } from "../words/told.ts";

const nothing: Told = {
  span: "",
  because: "",
  key: "",
  state: "",
  value: "",
  waiting: "",
  failed: "",
  of: "",
  environment: "",
  reason: "",
  pending: "",
  deliveries: "",
  limit: "",
};

/** Its parts as a person reads them. */
export function toldOf(finding: Finding): Told {
  const value = finding.value === null ? "" : share(finding.value / 100);
  switch (finding.name) {
    case "stands_still":
      return { ...nothing, span: span(finding.about.seconds) };
    case "not_ready":
      return { ...nothing, because: sentence(finding.about.because ?? "") };
    case "may_lose":
    case "no_gpu":
      return { ...nothing, because: sentence(finding.about.because) };
    case "key_to_renew":
      return { ...nothing, key: finding.about.key, state: finding.about.state.replaceAll("_", " ") };
    case "queue":
      return { ...nothing, value, waiting: count(finding.about.waiting) };
    case "waiting":
    case "reading":
    case "waited":
      return { ...nothing, span: span(finding.value ?? 0) };
    case "failed":
      return { ...nothing, value, failed: count(finding.about.failed), of: count(finding.about.of) };
    case "held":
      return { ...nothing, environment: finding.about.environment, reason: sentence(finding.about.reason) };
    case "down":
      return { ...nothing, environment: finding.about.environment, pending: count(finding.about.pending) };
    case "undelivered":
      return { ...nothing, deliveries: count(finding.about.deliveries) };
    case "database":
      return { ...nothing, value, limit: size(finding.about.limitBytes) };
    case "no_workers":
    case "paused":
    case "cpu":
    case "memory":
    case "disk":
      return { ...nothing, value };
  }
}

/** What others wrote, to stand inside of a sentence. */
function sentence(text: string): string {
  return text.replace(/\.$/, "");
}
