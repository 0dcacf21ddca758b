import { openapi } from "@elysiajs/openapi";
import type { z } from "zod";
import { jsonSchema, wholeDocument } from "../api/document.ts";
import type { HttpContext } from "./context.ts";

/** The OpenAPI document at /docs/json: the contract, collected by the router's plugin. Its page is ours: see routes/docs.ts. */
export function documentation({ service, version }: HttpContext) {
  return openapi({
    path: "/docs/openapi",
    specPath: "/docs/json",
    provider: null,
    mapJsonSchema: { zod: (schema: z.ZodType) => jsonSchema(schema) },
    exclude: { paths: ["/docs", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/start.js"] },
    documentation: wholeDocument(service.config.APP_NAME, version),
  });
}
