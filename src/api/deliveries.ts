import { z } from "zod";
import { deliveryIdBeginning, deliveryStates } from "../queue/delivery.ts";
import { done, environmentName, listQuery, namedTime, ownId, reportIds, time } from "./common.ts";
import { endpoint } from "./endpoint.ts";

export const deliverySchema = z.object({
  webhook_id: z.string(),
  job_id: z.string(),
  ...reportIds,
  state: z.enum(deliveryStates),
  attempts: z.int(),
  unknown_answers: z.int().describe("Attempts whose answer was never noted: they may have arrived"),
  created_at: time,
  last_attempt_at: time,
  ended_at: time,
  next_attempt_at: time,
  last_status: z.int().nullable().describe("HTTP status of the last answer"),
  last_answer: z.string().nullable().describe("Beginning of the last answer"),
});

/** Which failed deliveries an operator means: those named, or those that have something in common; all without a body. */
export const whichDeliveries = z
  .strictObject({
    ids: z
      .array(z.string().max(64))
      .max(1000)
      .optional()
      .describe("Only these; or their beginnings, as far as no others begin like that"),
    environment: environmentName.optional(),
    from: namedTime.optional().describe("Only what was made from then on"),
    until: namedTime.optional().describe("Only what was made before"),
  })
  .refine(
    ({ ids, ...filter }) => ids === undefined || Object.values(filter).every((each) => each === undefined),
    { error: "give ids, or what they have in common, but not both" },
  )
  .nullish();

const webhookId = z.object({ webhook_id: ownId });
const redelivered = z.object({ redelivered: z.int() });
const dismissed = z.object({ dismissed: z.int() });

export const listDeliveries = endpoint({
  method: "GET",
  path: "/admin/webhooks",
  scope: "look",
  tag: "Administration",
  summary: "List failed (or other) deliveries",
  query: listQuery(deliveryIdBeginning).extend({ state: z.enum(deliveryStates).default("failed") }),
  answer: done(z.object({ deliveries: z.array(deliverySchema) })),
  problems: ["ENVIRONMENT_UNKNOWN", "ID_AMBIGUOUS"],
});

export const showDelivery = endpoint({
  method: "GET",
  path: "/admin/webhooks/:webhook_id",
  scope: "look",
  tag: "Administration",
  summary: "Show a delivery with its last answer",
  params: webhookId,
  answer: done(deliverySchema),
  problems: ["DELIVERY_UNKNOWN"],
});

export const redeliverAll = endpoint({
  method: "POST",
  path: "/admin/webhooks/redeliver",
  scope: "admin",
  tag: "Administration",
  summary: "Send failed deliveries again: all, or some",
  body: whichDeliveries,
  answer: done(redelivered),
  problems: ["ENVIRONMENT_UNKNOWN", "ID_AMBIGUOUS", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});

export const redeliver = endpoint({
  method: "POST",
  path: "/admin/webhooks/:webhook_id/redeliver",
  scope: "admin",
  tag: "Administration",
  summary: "Send a failed delivery again",
  params: webhookId,
  answer: done(redelivered),
  problems: ["DELIVERY_UNKNOWN", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});

export const dismissAll = endpoint({
  method: "POST",
  path: "/admin/webhooks/dismiss",
  scope: "admin",
  tag: "Administration",
  summary: "Say that nothing has to be done about failed deliveries: all, or some",
  body: whichDeliveries,
  answer: done(dismissed),
  problems: ["ENVIRONMENT_UNKNOWN", "ID_AMBIGUOUS", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});

export const dismiss = endpoint({
  method: "POST",
  path: "/admin/webhooks/:webhook_id/dismiss",
  scope: "admin",
  tag: "Administration",
  summary: "Say that nothing has to be done about a failed delivery",
  params: webhookId,
  answer: done(dismissed),
  problems: ["DELIVERY_UNKNOWN", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});

export const resumeDeliveries = endpoint({
  method: "POST",
  path: "/admin/webhooks/resume",
  scope: "admin",
  tag: "Administration",
  summary: "Let deliveries go on that are held because the key was refused",
  body: z.strictObject({ environment: environmentName }),
  answer: done(z.object({ environment: z.string() })),
  problems: ["ENVIRONMENT_UNKNOWN", "QUEUE_STORAGE_FULL", "QUEUE_UNREACHABLE"],
  isAction: true,
});
