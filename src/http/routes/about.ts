import { Elysia } from "elysia";
import { z } from "zod";
import { AppStatusReport, uptime } from "../../service/app-status.ts";
import { appStatusSchema } from "../../service/app-status-schema.ts";
import type { HttpContext } from "../context.ts";
import { responses } from "../documentation.ts";

const schemas = {
  root: z.object({ message: z.string(), version: z.string(), docs: z.string() }),
  health: z.object({
    status: z.literal("healthy"),
    timestamp: z.iso.datetime(),
    service: z.literal("ocr-ecosteps"),
  }),
  ready: z.object({ status: z.enum(["ready", "not ready"]), reason: z.string().optional() }),
  status: z.object({ status: z.literal("running"), uptime: z.string(), version: z.string() }),
};

/** What the service says of itself, without a key. */
export function aboutRoutes({ service, access, startedAt, version }: HttpContext) {
  const report = new AppStatusReport(service, startedAt, version);
  const detail = (summary: string, schema: z.ZodType) => ({
    tags: ["Service"],
    summary,
    responses: responses(200, "So it is", schema, []),
  });
  return new Elysia({ name: "about" })
    .get("/", () => ({ message: service.config.APP_NAME, version, docs: "/docs" }), {
      detail: detail("What this is", schemas.root),
    })
    .get(
      "/health",
      () => ({ status: "healthy", timestamp: new Date().toISOString(), service: "ocr-ecosteps" }),
      { detail: detail("Whether the process is alive", schemas.health) },
    )
    .get(
      "/ready",
      async ({ status }) => {
        const reason = await service.notReady();
        return reason === null ? { status: "ready" } : status(503, { status: "not ready", reason });
      },
      {
        detail: {
          ...detail(
            "Whether reports can be taken in now: models warm, queue writable, not ending",
            schemas.ready,
          ),
          responses: {
            ...responses(200, "Ready", schemas.ready, []),
            "503": {
              description: "Not ready, and why",
              content: responses(200, "", schemas.ready, [])["200"]?.content ?? {},
            },
          },
        },
      },
    )
    .get("/status", () => ({ status: "running", uptime: uptime(Date.now() - startedAt), version }), {
      detail: detail("How long it runs", schemas.status),
    })
    .get("/app-status", ({ request }) => report.make(access.isOpen || access.keyOf(request) !== null), {
      detail: detail("How it is: queue, workers, system; with a key also details", appStatusSchema),
    });
}
