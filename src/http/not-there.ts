import { pathOf } from "./access.ts";
import { callerOf } from "./caller.ts";
import { problem } from "./problem.ts";

/** A route as the router has it, with its pattern as in `/admin/jobs/:job_id/cancel`. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

/** The answer to a request that no route takes: 405 and the methods that there are, where only its method is wrong. */
export function notThere(request: Request, routes: readonly Route[]): Response {
  const { id: requestId } = callerOf(request);
  const methods = methodsAt(pathOf(request.url), routes);
  if (methods.length === 0) {
    const message = "There is nothing here. See /docs for what there is.";
    return problem({ code: "ROUTE_UNKNOWN", message }, { requestId });
  }
  const allow = methods.join(", ");
  const message = `${request.method} is not for this address. It takes ${allow}.`;
  return problem({ code: "METHOD_NOT_ALLOWED", message }, { requestId, headers: { allow } });
}

function methodsAt(path: string, routes: readonly Route[]): string[] {
  const parts = partsOf(path);
  const methods = routes
    .filter((route) => {
      const pattern = partsOf(route.path);
      return (
        pattern.length === parts.length &&
        pattern.every((part, index) => (part.startsWith(":") ? parts[index] !== "" : part === parts[index]))
      );
    })
    .map(({ method }) => method);
  // The router answers HEAD as GET, without the body.
  return [...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])))].sort();
}

/** As the router sees it, to which a slash at the end is nothing. */
function partsOf(path: string): string[] {
  return path.replace(/\/$/, "").split("/");
}
