import { isForFiguresAlone } from "../config/keys.ts";
import { OcrEcoError } from "../errors.ts";
import type { Log } from "../service/log.ts";
import { pathOf } from "./access.ts";
import { answerTo } from "./app.ts";
import { Caller, introduce } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import type { Handler } from "./handler.ts";
import { figuresOf } from "./routes/metrics.ts";
import { secure } from "./security-headers.ts";

/**
 * Answers on the port that only has the figures. Who can reach it may read them, unless there is a key for that: then it has to be
 * shown here, too.
 */
export function createMetricsHandler(context: HttpContext, log: Log): Handler {
  const { service, access, metrics } = context;
  const answer = async (request: Request): Promise<Response> => {
    try {
      if (!["/metrics", "/metrics/"].includes(pathOf(request.url)))
        throw new OcrEcoError("ROUTE_UNKNOWN", "There is nothing here but /metrics.");
      if (!["GET", "HEAD"].includes(request.method))
        throw new OcrEcoError(
          "METHOD_NOT_ALLOWED",
          `${request.method} is not for this address. It takes GET, HEAD.`,
        );
      // Keys for other things are no reason to ask for one here.
      if (service.keys.some(isForFiguresAlone)) access.check(request, "metrics");
      return await figuresOf(metrics, request);
    } catch (error) {
      return answerTo("UNKNOWN", error, request, log);
    }
  };
  return async (request, connections) => {
    const caller = new Caller(request, connections, context.proxies);
    introduce(request, caller);
    const response = await answer(request);
    caller.onAnswered();
    secure(response.headers, false);
    response.headers.set("x-request-id", caller.id);
    return response;
  };
}
