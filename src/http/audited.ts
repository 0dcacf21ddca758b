import { contract } from "../api/contract.ts";
import type { EndpointForm } from "../api/endpoint.ts";
import { callerOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";

/** What a router's hook knows of a request. */
interface Asked {
  readonly request: Request;
  /** The pattern of the path, as in `/admin/jobs/:job_id/cancel`; absent where no route was found. */
  readonly route?: string | undefined;
  readonly params?: unknown;
  readonly body?: unknown;
}

/** A hook for what an operator does: it is in the audit log before it is answered. */
export function auditsDone(context: HttpContext) {
  return ({ request, route, params, body }: Asked): Promise<void> =>
    note(context, { request, route, params, body }, "ok");
}

/** Notes what failed, and gives back its answer; callers without the right key did nothing. */
export async function auditFailed(context: HttpContext, asked: Asked, answer: Response): Promise<Response> {
  if (!isAction(asked)) return answer;
  const { code } = (await answer.clone().json()) as { code: string };
  if (!code.startsWith("KEY_")) await note(context, asked, code);
  return answer;
}

const actions = new Set(
  Object.values<EndpointForm>(contract)
    .filter(({ isAction }) => isAction === true)
    .map(({ method, path }) => `${method} ${path}`),
);

/** Whether it does something as the operator, and does not only look. */
function isAction({ request, route }: Asked): boolean {
  return actions.has(`${request.method} ${route}`);
}

function note(
  { service, access }: HttpContext,
  { request, route = "", params, body }: Asked,
  outcome: string,
): Promise<void> {
  const caller = callerOf(request);
  return service.audit.note({
    via: access.isBySession(request) ? "dashboard" : "http",
    action: actionAt(route),
    by: access.keyOf(request)?.name ?? null,
    address: caller.address,
    target: { ...membersOf(params), ...membersOf(body) },
    outcome,
    request_id: caller.id,
  });
}

/** What is noted of what is done at a path of the contract: `jobs/cancel` at `/admin/jobs/:job_id/cancel`. */
export function actionAt(path: string): string {
  return path.replace(/^\/(admin|api\/v1\/ocr-ecosteps)\//, "").replace(/\/:\w+/g, "");
}

function membersOf(value: unknown): object {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
