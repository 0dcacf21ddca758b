import { uptime } from "../../service/app-status.ts";
import { totalsOf } from "../../service/totals.ts";
import type { HttpContext } from "../context.ts";
import type { Handle, Serving } from "../serve.ts";

/** What the service says of itself. */
export function serveAbout(
  serving: Serving,
  { service, access, report, startedAt, version }: HttpContext,
): void {
  const { queue, config } = service;
  serving.serve("root", () => ({ message: config.APP_NAME, version, docs: "/docs" }));
  serving.serve("health", () => ({
    status: "healthy",
    timestamp: new Date().toISOString(),
    service: "ocr-ecosteps",
  }));
  serving.serve("ready", async () => {
    const reason = await service.notReady();
    if (reason === null) return { status: "ready" };
    return Response.json({ status: "not ready", reason }, { status: 503 });
  });
  serving.serve("status", () => ({ status: "running", uptime: uptime(Date.now() - startedAt), version }));
  serving.serve("appStatus", (_, request) => report.make(access.isKnown(request)));
  const answerTotals: Handle<"totals"> = async ({ query: { days, environment } }) =>
    totalsOf(queue.history, {
      days,
      ...(await service.narrowedTo(environment)),
      timeZone: config.TIMEZONE,
      now: Date.now(),
    });
  serving.serve("totals", answerTotals);
  serving.serve("dashboardTotals", answerTotals);
}
