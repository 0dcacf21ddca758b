import { Elysia } from "elysia";
import { z } from "zod";
import { OcrEcoError } from "../../errors.ts";
import { deliveryIdBeginning, deliveryStates } from "../../queue/delivery.ts";
import { auditsDone } from "../audited.ts";
import { readJson, valid } from "../body.ts";
import { type HttpContext, requires } from "../context.ts";
import { needsKey, responses, takes } from "../documentation.ts";
import {
  deliveriesSchema,
  deliverySchema,
  dismissedSchema,
  listFilter,
  listQuery,
  redeliveredSchema,
  resumedSchema,
} from "../schemas.ts";
import { shownDelivery } from "../shown.ts";
import { namesWhole, pageBefore, wholeId } from "../whole-id.ts";

const listOfDeliveries = listQuery(deliveryIdBeginning).extend({
  state: z.enum(deliveryStates).default("failed"),
});
const which = z
  .strictObject({
    ids: z
      .array(z.string().max(64))
      .max(1000)
      .optional()
      .describe("Only these; or their beginnings, as far as no others begin like that"),
    environment: z.string().max(64).optional(),
    from: z.iso.datetime({ offset: true }).optional().describe("Only what was made from then on"),
    until: z.iso.datetime({ offset: true }).optional().describe("Only what was made before"),
  })
  .refine(
    ({ ids, ...filter }) => ids === undefined || Object.values(filter).every((each) => each === undefined),
    {
      error: "give ids, or what they have in common, but not both",
    },
  )
  .nullish();
const webhookId = z.object({
  webhook_id: z.string().max(64).describe("Or so much of its beginning that no other one begins like that"),
});
const whose = z.strictObject({ environment: z.string().max(64) });

/** What the operator does about deliveries. */
export function webhookRoutes(context: HttpContext) {
  const { service } = context;
  const { queue } = service;
  const { deliveries } = queue;
  const detail = (summary: string, schema: z.ZodType, ...problems: number[]) => ({
    tags: ["Administration"],
    ...needsKey,
    summary,
    responses: responses(200, "Done", schema, [401, 403, 422, ...problems]),
  });
  /** The deliveries that a body names. */
  const failedOnes = async (body: unknown) => {
    const { ids, environment, from, until } = valid(which, body) ?? {};
    if (ids !== undefined) return Promise.all(ids.map((id) => wholeId(queue, "deliveries", id)));
    return {
      ...(await service.narrowedTo(environment)),
      ...(from === undefined ? {} : { from: Date.parse(from) }),
      ...(until === undefined ? {} : { until: Date.parse(until) }),
    };
  };
  return new Elysia({ name: "webhooks", prefix: "/admin/webhooks" })
    .onBeforeHandle({ as: "local" }, requires(context, "admin"))
    .onBeforeHandle({ as: "local" }, namesWhole(queue, "deliveries"))
    .onAfterHandle({ as: "local" }, auditsDone(context))
    .get(
      "",
      async ({ query: asked }) => {
        const query = await pageBefore(queue, "deliveries", asked);
        const found = await deliveries.list({
          ...listFilter(query),
          states: [query.state],
          ...(await service.narrowedTo(query.environment)),
        });
        return { deliveries: found.map(shownDelivery) };
      },
      { query: listOfDeliveries, detail: detail("List failed (or other) deliveries", deliveriesSchema, 409) },
    )
    .get(
      "/:webhook_id",
      async ({ params }) => {
        const delivery = await deliveries.get(params.webhook_id);
        if (delivery === null)
          throw new OcrEcoError("DELIVERY_UNKNOWN", "There is no delivery with this id.");
        return shownDelivery(delivery);
      },
      { params: webhookId, detail: detail("Show a delivery with its last answer", deliverySchema, 404, 409) },
    )
    .post(
      "/redeliver",
      async ({ body }) => ({ redelivered: await deliveries.redeliver(await failedOnes(body)) }),
      {
        parse: readJson,
        detail: {
          ...detail("Send failed deliveries again: all, or some", redeliveredSchema, 400, 408, 409, 413, 503),
          ...takes(which),
        },
      },
    )
    .post(
      "/:webhook_id/redeliver",
      async ({ params }) => {
        const redelivered = await deliveries.redeliver([params.webhook_id]);
        if (redelivered === 0) throw notFailed();
        return { redelivered };
      },
      {
        params: webhookId,
        detail: detail("Send a failed delivery again", redeliveredSchema, 404, 409, 503),
      },
    )
    .post("/dismiss", async ({ body }) => ({ dismissed: await deliveries.dismiss(await failedOnes(body)) }), {
      parse: readJson,
      detail: {
        ...detail(
          "Say that nothing has to be done about failed deliveries: all, or some",
          dismissedSchema,
          400,
          408,
          409,
          413,
          503,
        ),
        ...takes(which),
      },
    })
    .post(
      "/:webhook_id/dismiss",
      async ({ params }) => {
        const dismissed = await deliveries.dismiss([params.webhook_id]);
        if (dismissed === 0) throw notFailed();
        return { dismissed };
      },
      {
        params: webhookId,
        detail: detail(
          "Say that nothing has to be done about a failed delivery",
          dismissedSchema,
          404,
          409,
          503,
        ),
      },
    )
    .post(
      "/resume",
      async ({ body }) => {
        const { environment = "" } = await service.narrowedTo(valid(whose, body).environment);
        const courier = service.couriers.find((each) => each.environment === environment);
        if (courier === undefined) {
          throw new OcrEcoError(
            "ENVIRONMENT_UNKNOWN",
            `The environment ${environment} has no destination, so nothing is held.`,
          );
        }
        await courier.resume();
        return { environment };
      },
      {
        parse: readJson,
        detail: {
          ...detail(
            "Let deliveries go on that are held because the key was refused",
            resumedSchema,
            400,
            408,
            413,
            503,
          ),
          ...takes(whose),
        },
      },
    );
}

function notFailed(): OcrEcoError {
  return new OcrEcoError("DELIVERY_UNKNOWN", "There is no failed delivery with this id.");
}
