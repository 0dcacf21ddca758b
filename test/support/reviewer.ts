import type { RunningService } from "../../scripts/rig/running-service.ts";

/** An answer, with its status beside its members. */
type Heard = Readonly<Record<string, unknown>> & { readonly status: number };

interface Item {
  readonly job: { readonly job_id: string; readonly report_id: number };
  readonly delivered: boolean;
}

/** Somebody who decides about doubtful readings, and is known by a key. */
export function reviewer(running: RunningService, key: string) {
  const ask = async (method: string, path: string, body?: object): Promise<Heard> => {
    const response = await fetch(`${running.url}${path}`, {
      method,
      headers: { "x-api-key": key, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { ...((await response.json()) as object), status: response.status };
  };
  return {
    ask,
    /** What is before this person, oldest first. */
    next: async (most = 3): Promise<readonly Item[]> =>
      (await ask("POST", "/admin/review/next", { most }))["items"] as readonly Item[],
    decide: (jobId: string, verdict: object): Promise<Heard> =>
      ask("POST", `/admin/review/${jobId}/decide`, verdict),
  };
}
