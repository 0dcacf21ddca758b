import { Elysia } from "elysia";
import { OcrEcoError, toFailure } from "../errors.ts";
import type { Log } from "../service/log.ts";
import { pathOf, scopeNeeded } from "./access.ts";
import { auditFailed } from "./audited.ts";
import { InvalidRequestError } from "./body.ts";
import type { HttpContext } from "./context.ts";
import { documentation } from "./documentation.ts";
import { problem } from "./problem.ts";
import { RateLimitedError } from "./rate-limit.ts";
import { aboutRoutes } from "./routes/about.ts";
import { adminRoutes } from "./routes/admin.ts";
import { directRoutes } from "./routes/direct.ts";
import { docsRoutes } from "./routes/docs.ts";
import { forgetRoutes } from "./routes/forget.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { reportRoutes } from "./routes/reports.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

/**
 * The HTTP side of the service. A request's key is checked before anything else happens, by its path; each route
 * checks it once more, whatever led there.
 */
export function createApp(context: HttpContext, log: Log) {
  return new Elysia({ name: "ocr-eco", strictPath: false })
    .onError((failed) => auditFailed(context, failed, answerTo(failed.code, failed.error, log)))
    .onRequest(({ request }) => {
      const path = pathOf(request.url);
      const scope = scopeNeeded(request.method, path);
      if (scope !== null) context.access.check(request, scope);
    })
    .use(documentation(context))
    .use(aboutRoutes(context))
    .use(reportRoutes(context))
    .use(jobRoutes(context))
    .use(directRoutes(context))
    .use(adminRoutes(context))
    .use(webhookRoutes(context))
    .use(forgetRoutes(context))
    .use(docsRoutes());
}

/** One answer for each way to fail. What nobody foresaw is logged, and the caller hears no details of it. */
function answerTo(code: number | string, thrown: unknown, log: Log): Response {
  // The router wraps what the reading of a body throws.
  const error =
    code === "PARSE" && thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  if (error instanceof RateLimitedError) return problem(error, { headers: error.headers });
  if (error instanceof InvalidRequestError) return problem(error, { details: error.details });
  if (error instanceof OcrEcoError) return problem(error);
  if (code === "NOT_FOUND") {
    return problem({ code: "ROUTE_UNKNOWN", message: "There is nothing here. See /docs for what there is." });
  }
  if (code === "PARSE") {
    const message = "The body cannot be understood. Send it in the form that its content-type says.";
    return problem({ code: "REQUEST_MALFORMED", message });
  }
  if (code === "VALIDATION" && isValidation(error) && error.type !== "response") {
    const { type } = error;
    const details = error.all.map(({ path, message }) =>
      [type, ...(path === "root" ? [] : path.split("."))].join(" -> ").concat(`: ${message}`),
    );
    return problem(new InvalidRequestError(details), { details });
  }
  log.error({ err: error }, "request failed for a reason that nobody foresaw");
  return problem({
    code: "INTERNAL",
    message: `Something went wrong here. The log of the service says what (${toFailure(error).code}).`,
  });
}

interface Validation {
  readonly type: string;
  readonly all: readonly { readonly path: string; readonly message: string }[];
}

function isValidation(error: unknown): error is Validation {
  return typeof error === "object" && error !== null && "type" in error && "all" in error;
}
