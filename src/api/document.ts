import { z } from "zod";
import { httpStatus } from "../errors.ts";
import { deliverySchema as resultDeliverySchema, resultSchema } from "../webhook/schema.ts";
import { appStatusSchema } from "./app-status.ts";
import { contract, type EndpointName } from "./contract.ts";
import { deliverySchema } from "./deliveries.ts";
import { type AnswerForm, type EndpointForm, problemsOf, tags } from "./endpoint.ts";
import { jobSchema, jobWithDeliveriesSchema } from "./jobs.ts";
import { exampleOf, problemSchema } from "./problems.ts";
import { reportSchema } from "./reports.ts";
import { totalsSchema } from "./totals.ts";

/** Schemas that stand in the document once, under these names. */
const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  Report: reportSchema,
  Result: resultSchema,
  ResultDelivery: resultDeliverySchema,
  Job: jobSchema,
  JobWithDeliveries: jobWithDeliveriesSchema,
  Delivery: deliverySchema,
  AppStatus: appStatusSchema,
  Totals: totalsSchema,
  Problem: problemSchema,
} satisfies Readonly<Record<string, z.ZodType>>))
  named.add(schema, { id });

const uri = (id: string): string => `#/components/schemas/${id}`;
const form = { io: "input", unrepresentable: "any" } as const;

/** JSON Schema (2020-12) of a schema; of one that has a name in the document, a reference. */
export function jsonSchema(schema: z.ZodType): object {
  const id = named.get(schema)?.id;
  return id === undefined ? withoutNames(z.toJSONSchema(schema, form)) : { $ref: uri(id) };
}

function namedSchemas(): Record<string, object> {
  const { schemas } = z.toJSONSchema(named, { ...form, uri });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutNames(schema)]));
}

function withoutNames({ $schema: _, $id: __, ...rest }: { $schema?: unknown; $id?: unknown }): object {
  return rest;
}

/** What holds for the whole document, OpenAPI 3.1; its paths are made out of the endpoints one by one. */
export function wholeDocument(title: string, version: string) {
  return {
    info: {
      title,
      version,
      description:
        "Reads step counts off screenshots: send a report, get its result by webhook. Errors are RFC 9457.",
    },
    servers: [{ url: "/", description: "The service that this document comes from" }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    components: withLater(
      {
        securitySchemes: {
          key: { type: "apiKey" as const, in: "header", name: "x-api-key" },
          bearer: { type: "http" as const, scheme: "bearer" },
        },
      },
      { schemas: namedSchemas },
    ),
    webhooks: {
      result: {
        post: {
          operationId: "result",
          tags: ["Reports"],
          summary: "What the service sends to the application when a job has ended",
          description:
            "Signed as Standard Webhooks are, where a secret is set; sent again until it is answered.",
          requestBody: {
            required: true,
            content: { "application/json": { schema: { $ref: uri("ResultDelivery") } } },
          },
          responses: {
            "2XX": { description: "Taken: it is not sent again" },
            "401": { description: "The key is refused: deliveries are held until somebody acts" },
            "429": { description: "Not now: it is sent again, after Retry-After where that is said" },
            "4XX": { description: "Refused for good: it is kept for the operator" },
            "5XX": { description: "Not now: it is sent again later" },
          },
        },
      },
    },
  };
}

/** What the document says of one endpoint, besides its parameters, which the router takes from their schemas. */
export function operationOf(name: EndpointName) {
  const endpoint: EndpointForm = contract[name];
  const { tag, summary, description, scope, body, isForm = false, answer, others = [] } = endpoint;
  const bodyType = isForm ? "multipart/form-data" : "application/json";
  return withLater(
    {
      operationId: name,
      tags: [tag],
      summary,
      ...(description === undefined ? {} : { description }),
      ...(scope === null ? {} : { security: [{ key: [] }, { bearer: [] }] }),
    },
    {
      ...(body === undefined
        ? {}
        : {
            requestBody: () => ({
              required: !body.safeParse(undefined).success,
              content: { [bodyType]: { schema: jsonSchema(body) } },
            }),
          }),
      responses: () => ({
        ...Object.fromEntries([answer, ...others].map((each) => [String(each.status), answered(each)])),
        ...problemsByStatus(endpoint),
        // What is refused before any route is known, without a body.
        "431": { description: "More than 16 KB or 198 lines of headers", content: {} },
      }),
    },
  );
}

type Later = Readonly<Record<string, () => unknown>>;

/**
 * An object with further members that are made when somebody reads them, once: all schemas together take a tenth of a service's
 * start, and most services are never asked for their document.
 */
function withLater<Now extends object, Members extends Later>(
  now: Now,
  later: Members,
): Now & { [Name in keyof Members]: ReturnType<Members[Name]> } {
  for (const [name, make] of Object.entries(later)) {
    let made: { readonly value: unknown } | undefined;
    const get = (): unknown => {
      made ??= { value: make() };
      return made.value;
    };
    Object.defineProperty(now, name, { enumerable: true, configurable: true, get });
  }
  return now as ReturnType<typeof withLater<Now, Members>>;
}

function answered({ description, schema, type = "application/json" }: AnswerForm) {
  return { description, content: { [type]: { schema: jsonSchema(schema) } } };
}

const meanings: Readonly<Record<number, string>> = {
  400: "The body cannot be understood",
  401: "No key",
  403: "A key that may not do this, or what is switched off",
  404: "Not here",
  408: "The body took too long to come in",
  409: "More than one could be meant",
  413: "The body is too large",
  414: "The address is too long",
  422: "The form is wrong, or what it names cannot be used",
  429: "Too many reports",
  500: "Something broke",
  502: "The picture's server",
  503: "Not now; Retry-After says when",
  504: "It took too long",
};

/** Every status with an example for each way to fail that has it. */
function problemsByStatus(endpoint: EndpointForm) {
  const codes = Map.groupBy(problemsOf(endpoint), httpStatus);
  return Object.fromEntries(
    [...codes].map(([status, all]) => [
      String(status),
      {
        description: meanings[status] ?? "",
        content: {
          "application/problem+json": {
            schema: jsonSchema(problemSchema),
            examples: Object.fromEntries(all.map((code) => [code, { value: exampleOf(code) }])),
          },
        },
      },
    ]),
  );
}
