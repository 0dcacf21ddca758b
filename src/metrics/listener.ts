import { profiles } from "../reading/apps/index.ts";
import type { ServiceEvent } from "../service/events.ts";
import type { Figures } from "./registry.ts";

const apps: ReadonlySet<string> = new Set(profiles.map(({ name }) => name));
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** An app's name as a label; a profile that is gone meanwhile, as a kept reading may have it, is none. */
function appLabel(app: string | null): string {
  return app !== null && apps.has(app) ? app : "unknown";
}

/** The class of an HTTP status, as in `2xx`. */
function answerLabel(status: number | null): string {
  return status === null ? "none" : `${Math.floor(status / 100)}xx`;
}

/** Counts what happens. */
export function hear(figures: Figures, event: ServiceEvent): void {
  const traceId = "span" in event ? event.span?.traceId : undefined;
  switch (event.type) {
    case "request-answered": {
      const { status, milliseconds } = event;
      const route = event.route ?? "none";
      const method = methods.has(event.method) ? event.method : "other";
      figures.count("http_requests_total", { method, route, status: String(status) });
      figures.took("http_request_seconds", milliseconds, { route });
      break;
    }
    case "reports-limited":
      figures.count("limited_reports_total", { key: event.key ?? "none" }, event.reports);
      break;
    case "report-submitted":
      figures.count("submissions_total", { environment: event.environment, outcome: event.outcome });
      break;
    case "job-taken":
      if (event.waited !== null)
        figures.took("waiting_seconds", event.waited, { environment: event.environment }, traceId);
      break;
    case "job-read": {
      const { environment, status, doubts, scope, whole } = event;
      const app = appLabel(event.app);
      figures.count("readings_total", { environment, app, status });
      for (const doubt of new Set(doubts)) figures.count("doubts_total", { app, doubt });
      figures.count("scopes_total", { app, scope: scope ?? "none" });
      figures.took("result_seconds", whole, { environment }, traceId);
      break;
    }
    case "job-retried":
    case "job-failed": {
      const { environment, code } = event;
      const end = event.type === "job-failed" ? "failed" : "retried";
      figures.count("attempts_failed_total", { environment, code, end });
      break;
    }
    case "picture-loaded":
      figures.count("cache_lookups_total", { what: "picture", found: yesOrNo(event.isKnown) });
      figures.took("downloading_seconds", event.milliseconds, { known: yesOrNo(event.isKnown) }, traceId);
      break;
    case "picture-read": {
      const { isKnown, engines, milliseconds } = event;
      figures.count("cache_lookups_total", { what: "reading", found: yesOrNo(isKnown) });
      if (!isKnown)
        figures.took(
          "reading_seconds",
          milliseconds,
          { engines: engines.join("+"), app: appLabel(event.app) },
          traceId,
        );
      break;
    }
    case "job-reviewed":
      figures.count("review_decisions_total", { environment: event.environment, decision: event.decision });
      break;
    case "delivery-tried": {
      const { environment, end, age, whole } = event;
      figures.count("delivery_attempts_total", { environment, end, answer: answerLabel(event.status) });
      if (end !== "delivered") break;
      figures.took("delivering_seconds", age, { environment }, traceId);
      figures.took("whole_way_seconds", whole, { environment }, traceId);
      break;
    }
    case "queue-synced":
      figures.took("database_sync_seconds", event.milliseconds, {});
      break;
    case "worker-ended":
      figures.count("worker_ends_total", { why: event.why === "given-up" ? event.code : event.why });
      break;
    case "gpu-ready":
      figures.count("gpu_events_total", { what: "ready" });
      break;
    case "gpu-lost":
      figures.count("gpu_events_total", { what: `lost_${event.why}` });
      break;
    case "gpu-fell-back":
      figures.count("gpu_fallback_runs_total", {}, event.runs);
      break;
    case "sign-in-tried":
      figures.count("sign_ins_total", { end: event.end });
      break;
    case "spans-ended":
      figures.count("trace_spans_total", { end: event.end }, event.spans);
      break;
    case "job-let-go":
    case "picture-failed":
      // What follows is told, too.
      break;
    case "gpu-ran":
    case "worker-ready":
    case "breaker-changed":
    case "hold-changed":
      // How these are is asked for when somebody scrapes.
      break;
  }
}

function yesOrNo(is: boolean): "yes" | "no" {
  return is ? "yes" : "no";
}
