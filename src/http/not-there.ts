import { pathOf } from "./access.ts";
import { scopesAt } from "./at-path.ts";
import { callerOf } from "./caller.ts";
import { problem } from "./problem.ts";

/** The answer to a request that no route takes: 405 and the methods that there are, where only its method is wrong. */
export function notThere(request: Request): Response {
  const { id: requestId } = callerOf(request);
  // The router answers HEAD as GET, without the body.
  const methods = [...scopesAt(pathOf(request.url)).keys()]
    .flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]))
    .sort();
  if (methods.length === 0) {
    const message = "There is nothing here. See /docs for what there is.";
    return problem({ code: "ROUTE_UNKNOWN", message }, { requestId });
  }
  const allow = methods.join(", ");
  const message = `${request.method} is not for this address. It takes ${allow}.`;
  return problem({ code: "METHOD_NOT_ALLOWED", message }, { requestId, headers: { allow } });
}
