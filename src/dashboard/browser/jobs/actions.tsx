import { ask } from "../ask.ts";
import { count, words } from "../language.ts";
import { Act, OnlyOperators } from "../parts/act.tsx";
import { confirmed } from "../parts/confirm.tsx";
import { addressOf } from "../route.ts";
import type { WholeJob } from "./whole-job.ts";

interface Props {
  readonly job: WholeJob;
  /** Looks at the job anew. */
  readonly learn: () => Promise<void>;
}

/** What can be done to a job in its state. */
export function JobActions({ job, learn }: Props) {
  const text = words.value.jobs;
  const { job_id: id, state } = job;
  const hasEnded = ["done", "failed", "cancelled"].includes(state);
  return (
    <div class="row">
      {(state === "failed" || state === "cancelled") && (
        <Act
          strong
          label={text.retry}
          act={async () => {
            const { job_id: next } = await ask("retryJob", { params: { job_id: id } });
            location.hash = addressOf({ view: "jobs", id: next });
            return text.retried;
          }}
        />
      )}
      {!hasEnded && (
        <Act
          label={text.cancel}
          sure={text.cancelSure}
          act={async () => {
            await ask("cancelJob", { params: { job_id: id }, body: {} });
            await learn();
            return text.cancelled;
          }}
        />
      )}
      <Forget
        label={text.forgetReport}
        what={text.report(String(job.report_id))}
        whose={{ report_id: job.report_id, environment: job.environment }}
      />
      <Forget
        label={text.forgetUser}
        what={text.ofUser(String(job.user_id))}
        whose={{ user_id: job.user_id }}
      />
      <OnlyOperators />
    </div>
  );
}

interface ForgetProps {
  readonly label: string;
  readonly what: string;
  readonly whose:
    | { readonly report_id: number | string; readonly environment: string }
    | { readonly user_id: number | string };
}

/** Deletes all that is kept about somebody, once it is said how much that is. */
function Forget({ label, what, whose }: ForgetProps) {
  const text = words.value.jobs;
  return (
    <Act
      label={label}
      act={async () => {
        const would = await ask("forget", { body: { ...whose, dry_run: true } });
        const sure = text.forgetSure(
          what,
          count(would.jobs),
          count(would.deliveries),
          count(would.cached_pictures),
        );
        if (!(await confirmed(sure, label))) return words.value.cancel;
        await ask("forget", { body: whose });
        location.hash = addressOf({ view: "jobs" });
        return text.forgotten;
      }}
    />
  );
}
