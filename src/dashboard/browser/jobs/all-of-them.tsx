import { useState } from "preact/hooks";
import type { Heard } from "../../../api/endpoint.ts";
import type { countJobs } from "../../../api/jobs.ts";
import { ask } from "../ask.ts";
import { count, words } from "../language.ts";
import { Act } from "../parts/act.tsx";
import { doing } from "../parts/notice.tsx";
import { mayOperate } from "../session.ts";
import { asAsked, type Filter } from "./filter.ts";
import { listing } from "./list.ts";

/** Does something to all jobs that the filter finds: the service counts them first, and refuses where they are others by then. */
export function AllOfThem({ narrowed }: { readonly narrowed: Filter }) {
  const text = words.value.jobs;
  const [found, setFound] = useState<{ of: Filter; counts: Heard<typeof countJobs> } | null>(null);
  if (!mayOperate.value) return null;
  const isCurrent = found !== null && found.of === narrowed;
  const learn = (): Promise<void> =>
    doing(async () => {
      const counts = await ask("countJobs", { query: asAsked(narrowed) as never });
      setFound({ of: narrowed, counts });
      return text.all(count(counts.count));
    });
  if (!isCurrent)
    return (
      <div class="row end">
        <button type="button" onClick={() => void learn()}>
          {text.countAll}
        </button>
      </div>
    );
  const { retriable, cancellable, count: all } = found.counts;
  const over = (said: string): string => {
    setFound(null);
    void listing.learn(narrowed);
    return said;
  };
  return (
    <div class="row end">
      <span class="soft">{text.all(count(all))}</span>
      {retriable > 0 && (
        <Act
          label={text.retryAll(count(retriable))}
          sure={text.retryAllSure(count(retriable))}
          act={async () => {
            const { retried } = await ask("retryJobs", {
              body: { filter: asAsked(narrowed) as never, expected: retriable },
            });
            return over(text.retriedAll(count(retried)));
          }}
        />
      )}
      {cancellable > 0 && (
        <Act
          label={text.cancelAll(count(cancellable))}
          sure={text.cancelAllSure(count(cancellable))}
          act={async () => {
            const { cancelled } = await ask("cancelJobs", {
              body: { filter: asAsked(narrowed) as never, expected: cancellable },
            });
            return over(text.cancelledAll(count(cancelled)));
          }}
        />
      )}
    </div>
  );
}
