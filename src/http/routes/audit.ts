import type { HttpContext } from "../context.ts";
import type { Serving } from "../serve.ts";

/** Who did what, for the operator. */
export function serveAudit(serving: Serving, { service }: HttpContext): void {
  serving.serve("listAudit", async ({ query }) => {
    const { entries, next, lookedAt } = await service.auditEntries.find(query);
    return {
      entries: [...entries],
      next,
      looked_at: { bytes: lookedAt.bytes, back_to: lookedAt.backTo },
    };
  });
}
