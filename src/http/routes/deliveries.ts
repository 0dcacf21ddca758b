import type { z } from "zod";
import type { whichDeliveries } from "../../api/deliveries.ts";
import { OcrEcoError } from "../../errors.ts";
import type { WhichDeliveries } from "../../service/operations.ts";
import type { HttpContext } from "../context.ts";
import type { Serving } from "../serve.ts";
import { listFilter, shownDelivery } from "../shown.ts";
import { pageBefore, wholeId } from "../whole-id.ts";

/** What the operator does about deliveries. */
export function serveDeliveries(serving: Serving, { service }: HttpContext): void {
  const { queue, operations } = service;
  const { deliveries } = queue;
  /** The deliveries that a body names. */
  const named = async (body: z.infer<typeof whichDeliveries>): Promise<WhichDeliveries> => {
    const { ids, environment, from, until } = body ?? {};
    if (ids !== undefined) return Promise.all(ids.map((id) => wholeId(queue, "deliveries", id)));
    return {
      ...(await service.narrowedTo(environment)),
      ...(from === undefined ? {} : { from: Date.parse(from) }),
      ...(until === undefined ? {} : { until: Date.parse(until) }),
    };
  };
  serving.serve("listDeliveries", async ({ query: asked }) => {
    const query = await pageBefore(queue, "deliveries", asked);
    const found = await deliveries.list({
      ...listFilter(query),
      states: [query.state],
      ...(await service.narrowedTo(query.environment)),
    });
    return { deliveries: found.map(shownDelivery) };
  });
  serving.serve("showDelivery", async ({ params }) => {
    const delivery = await deliveries.get(params.webhook_id);
    if (delivery === null) throw new OcrEcoError("DELIVERY_UNKNOWN", "There is no delivery with this id.");
    return shownDelivery(delivery);
  });
  serving.serve("redeliverAll", async ({ body }) => ({
    redelivered: await operations.redeliver(await named(body)),
  }));
  serving.serve("redeliver", async ({ params }) => ({
    redelivered: thatFailed(await operations.redeliver([params.webhook_id])),
  }));
  serving.serve("dismissAll", async ({ body }) => ({
    dismissed: await operations.dismiss(await named(body)),
  }));
  serving.serve("dismiss", async ({ params }) => ({
    dismissed: thatFailed(await operations.dismiss([params.webhook_id])),
  }));
  serving.serve("resumeDeliveries", async ({ body }) => {
    const { environment = "" } = await service.narrowedTo(body.environment);
    await operations.resume(environment);
    return { environment };
  });
}

/** Throws `DELIVERY_UNKNOWN` where the one that was named is none that failed. */
function thatFailed(count: number): number {
  if (count === 0) throw new OcrEcoError("DELIVERY_UNKNOWN", "There is no failed delivery with this id.");
  return count;
}
