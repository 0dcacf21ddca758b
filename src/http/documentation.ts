import { openapi } from "@elysiajs/openapi";
import { z } from "zod";
import type { HttpContext } from "./context.ts";
import { problemSchema } from "./schemas.ts";

/** The OpenAPI document at /docs/json, made from the routes' own schemas. Its page is ours: see routes/docs.ts. */
export function documentation({ service, version }: HttpContext) {
  return openapi({
    path: "/docs/openapi",
    specPath: "/docs/json",
    provider: null,
    mapJsonSchema: { zod: jsonSchema },
    exclude: { paths: ["/docs", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/start.js"] },
    documentation: {
      info: {
        title: service.config.APP_NAME,
        version,
        description:
          "Reads step counts off screenshots: send a report, get its result by webhook. Errors are RFC 9457.",
      },
      tags: [
        { name: "Reports", description: "What comes in, and what became of it" },
        { name: "Direct readings", description: "Read while you wait" },
        { name: "Service", description: "Whether it runs, and how" },
        { name: "Administration", description: "For the operator" },
      ],
      components: {
        securitySchemes: { key: { type: "apiKey", in: "header", name: "x-api-key" } },
      },
    },
  });
}

/** Marks a route of the document as one that needs a key. */
export const needsKey = { security: [{ key: [] }] };

const meanings: Readonly<Record<number, string>> = {
  400: "The body cannot be understood",
  401: "No key",
  403: "A key that may not do this",
  404: "Not here",
  408: "The body took too long to come in",
  409: "More than one could be meant",
  413: "The body is too large",
  414: "The address is too long",
  422: "The form is wrong",
  429: "Too many reports",
  500: "Something broke",
  502: "The picture's server",
  503: "Not now; Retry-After says when",
  504: "It took too long",
};

/** What a route takes in its body, for the document; `valid` sees to it. */
export function takes(
  schema: z.ZodType,
  type = "application/json",
): { requestBody: { required: boolean; content: Record<string, { schema: object }> } } {
  const required = !schema.safeParse(undefined).success;
  return { requestBody: { required, content: { [type]: { schema: jsonSchema(schema) } } } };
}

/** What is refused before any route is known, without a body. */
const tooManyHeaders = { description: "More than 16 KB or 198 lines of headers", content: {} };

/** What a route answers, for the document; a test holds real answers against it. */
export function responses(
  status: number,
  description: string,
  schema: z.ZodType,
  problems: readonly (keyof typeof meanings)[],
): Record<string, { description: string; content: Record<string, { schema: object }> }> {
  const entry = (what: string, type: string, of: z.ZodType) => ({
    description: what,
    content: { [type]: { schema: jsonSchema(of) } },
  });
  return Object.fromEntries([
    [String(status), entry(description, "application/json", schema)],
    ["431", tooManyHeaders],
    ...[...problems, 414].map((each) => [
      String(each),
      entry(meanings[each] ?? "", "application/problem+json", problemSchema),
    ]),
  ]);
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}
