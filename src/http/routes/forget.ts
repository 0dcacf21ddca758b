import type { HttpContext } from "../context.ts";
import type { Serving } from "../serve.ts";

/** What the operator does when somebody wants to be forgotten. */
export function serveForget(serving: Serving, { service }: HttpContext): void {
  serving.serve("forget", async ({ body: { report_id, user_id, environment, dry_run } }) => {
    const where = await service.narrowedTo(environment);
    const whose =
      report_id === undefined
        ? { userId: String(user_id), ...where }
        : { reportId: String(report_id), ...where };
    const forgotten = await (dry_run ? service.whatIsKept(whose) : service.forget(whose));
    return { ...forgotten, dry_run };
  });
}
