import { OcrEcoError } from "../errors.ts";
import { briefId } from "../queue/brief-id.ts";
import { deliveryIdBeginning, deliveryIdForm } from "../queue/delivery.ts";
import { jobIdBeginning, jobIdForm } from "../queue/job.ts";
import type { Queue } from "../queue/port.ts";

/** Ids that a sentence names when several could be meant. */
const mostNamed = 3;

const kinds = {
  jobs: { form: jobIdForm, beginning: jobIdBeginning },
  deliveries: { form: deliveryIdForm, beginning: deliveryIdBeginning },
} as const;
type Kind = keyof typeof kinds;

/**
 * The id that is meant by an id or by its beginning; what nothing begins with stays as it is, so that it is found to be
 * unknown. Rejects with `ID_AMBIGUOUS` when several begin like that.
 */
export async function wholeId(queue: Queue, kind: Kind, text: string): Promise<string> {
  const { form, beginning } = kinds[kind];
  if (form.test(text) || !beginning.test(text)) return text;
  const found = await queue[kind].idsBeginning(text, mostNamed + 1);
  const [only = text] = found;
  if (found.length <= 1) return only;
  const named = found.slice(0, mostNamed).map(briefId);
  const more = found.length > mostNamed ? ["others"] : [];
  const last = [...named, ...more].at(-1);
  const listed = `${[...named, ...more].slice(0, -1).join(", ")} and ${last}`;
  throw new OcrEcoError(
    "ID_AMBIGUOUS",
    `Several ${kind} have an id that begins with ${text}: ${listed}. Write more of the one that you mean.`,
  );
}

/**
 * A hook for routes whose path names a job or a delivery: from then on their parameter is the whole id, also for what is
 * noted about them.
 */
export function namesWhole(queue: Queue, kind: Kind) {
  const name = kind === "jobs" ? "job_id" : "webhook_id";
  return async ({ params }: { params?: Record<string, unknown> }): Promise<void> => {
    const given = params?.[name];
    if (params !== undefined && typeof given === "string") params[name] = await wholeId(queue, kind, given);
  };
}

/**
 * The same for a list that goes on behind an id. One that is gone by now still says where to go on: ids sort by age.
 */
export async function pageBefore<Query extends { readonly before?: string | undefined }>(
  queue: Queue,
  kind: Kind,
  query: Query,
): Promise<Query> {
  return query.before === undefined ? query : { ...query, before: await wholeId(queue, kind, query.before) };
}
