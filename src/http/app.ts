import { Elysia } from "elysia";
import { OcrEcoError } from "../errors.ts";
import type { Log } from "../service/log.ts";
import { pathOf, scopeNeeded } from "./access.ts";
import { auditFailed } from "./audited.ts";
import { InvalidRequestError } from "./body.ts";
import { callerOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { documentation } from "./documentation.ts";
import { notThere } from "./not-there.ts";
import { forCallers, problem } from "./problem.ts";
import { RateLimitedError } from "./rate-limit.ts";
import { serveAbout } from "./routes/about.ts";
import { serveAudit } from "./routes/audit.ts";
import { dashboardRoutes, serveDashboard } from "./routes/dashboard.ts";
import { serveDeliveries } from "./routes/deliveries.ts";
import { serveDirect } from "./routes/direct.ts";
import { docsRoutes } from "./routes/docs.ts";
import { serveForget } from "./routes/forget.ts";
import { serveMetrics } from "./routes/metrics.ts";
import { serveQueue } from "./routes/queue.ts";
import { serveReports } from "./routes/reports.ts";
import { serveReview } from "./routes/review.ts";
import { Serving } from "./serve.ts";

/**
 * The routes of the service. A request's key is checked before anything else happens, by its path; each route
 * checks it once more, whatever led there.
 */
export function createApp(context: HttpContext, log: Log) {
  return (
    new Elysia({ name: "ocr-eco", strictPath: false })
      // Each by its name: a hook that takes the whole of what is known of a request makes the router parse all of it.
      .onError(({ code, error, request, route, params, body }) => {
        if (code === "NOT_FOUND") return notThere(request);
        return auditFailed(context, { request, route, params, body }, answerTo(code, error, request, log));
      })
      .onRequest(({ request }) => {
        const path = pathOf(request.url);
        const scope = scopeNeeded(request.method, path);
        if (scope === null) return;
        const caller = callerOf(request);
        caller.key = context.access.check(request, scope);
        caller.isSubmitting = scope === "submit";
      })
      .onBeforeHandle(({ request, route }) => {
        callerOf(request).route = route;
      })
      .use(documentation(context))
      .use(endpoints(context))
      .use(docsRoutes())
      .use(dashboardRoutes())
  );
}

/** All that the contract names. */
function endpoints(context: HttpContext) {
  const serving = new Serving(context);
  serveAbout(serving, context);
  serveMetrics(serving, context);
  serveReports(serving, context);
  serveQueue(serving, context);
  serveDirect(serving, context);
  serveDeliveries(serving, context);
  serveForget(serving, context);
  serveReview(serving, context);
  serveAudit(serving, context);
  serveDashboard(serving, context);
  return serving.router;
}

/** One answer for each way to fail. What nobody foresaw is logged, and the caller hears no details of it. */
export function answerTo(code: number | string, thrown: unknown, request: Request, log: Log): Response {
  const { id: requestId } = callerOf(request);
  // The router wraps what the reading of a body throws.
  const error =
    code === "PARSE" && thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  if (error instanceof RateLimitedError) {
    return problem(error, { requestId, headers: { "retry-after": String(error.retryAfterSeconds) } });
  }
  if (error instanceof InvalidRequestError) return problem(error, { requestId, details: error.details });
  if (error instanceof OcrEcoError) {
    const failure = forCallers(error);
    if (failure !== error) log.warn({ err: error, request_id: requestId }, "request failed");
    return problem(failure, { requestId });
  }
  if (code === "PARSE") {
    const message = "The body cannot be understood. Send it in the form that its content-type says.";
    return problem({ code: "REQUEST_MALFORMED", message }, { requestId });
  }
  if (code === "VALIDATION" && isValidation(error) && error.type !== "response") {
    const { type } = error;
    const details = error.all.map(({ path, message }) =>
      [type, ...(path === "root" ? [] : path.split("."))].join(" -> ").concat(`: ${message}`),
    );
    return problem(new InvalidRequestError(details), { requestId, details });
  }
  log.error({ err: error, request_id: requestId }, "request failed for a reason that nobody foresaw");
  const message = `Something went wrong here. The log of the service says what, under ${requestId}.`;
  return problem({ code: "INTERNAL", message }, { requestId });
}

interface Validation {
  readonly type: string;
  readonly all: readonly { readonly path: string; readonly message: string }[];
}

function isValidation(error: unknown): error is Validation {
  return typeof error === "object" && error !== null && "type" in error && "all" in error;
}
