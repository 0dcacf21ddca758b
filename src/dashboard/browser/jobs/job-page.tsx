import { useEffect, useState } from "preact/hooks";
import { ask, Refusal } from "../ask.ts";
import { certainty, clock, count, date, words } from "../language.ts";
import { Card } from "../parts/card.tsx";
import { Copies } from "../parts/copies.tsx";
import { sentenceOf } from "../parts/notice.tsx";
import { AlsoOnIt, Reasons } from "../parts/reading.tsx";
import { WhatFailed } from "../parts/what-failed.tsx";
import { addressOf } from "../route.ts";
import { mayReview } from "../session.ts";
import { JobActions } from "./actions.tsx";
import { DeliveriesOf } from "./deliveries.tsx";
import { filter } from "./filter.ts";
import { Outcome } from "./outcome.tsx";
import { JobPicture } from "./picture.tsx";
import { WhoDidWhat } from "./who-did-what.tsx";
import type { WholeJob } from "./whole-job.ts";

/** Milliseconds after which a job is looked at anew: it may be worked on. */
const everyMs = 3000;

/** One job: what was read and why, what was sent, and what can be done. */
export function JobPage({ id }: { readonly id: string }) {
  const text = words.value.jobs;
  const [job, setJob] = useState<WholeJob | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const learn = async (): Promise<void> => {
    try {
      setJob(await ask("showJob", { params: { job_id: id } }));
      setWrong(null);
    } catch (error) {
      const isGone = error instanceof Refusal && error.code === "JOB_UNKNOWN";
      if (isGone) setJob(null);
      setWrong(isGone ? text.gone : sentenceOf(error));
    }
  };
  useEffect(() => {
    void learn();
    const timer = setInterval(() => void learn(), everyMs);
    return () => clearInterval(timer);
  }, [id]);
  return (
    <>
      <p>
        <a href={addressOf({ view: "jobs", query: filter.value })}>← {text.back}</a>
      </p>
      {wrong !== null && (
        <p class="bad" role="status">
          {wrong}
        </p>
      )}
      {job === null && wrong === null && <p class="soft">{words.value.loading}</p>}
      {job !== null && (
        <>
          <h1>{text.open(String(job.report_id))}</h1>
          <JobActions job={job} learn={learn} />
          <div class="tried">
            <JobPicture job={job} />
            <div class="stack">
              <What job={job} />
              <Facts job={job} />
              <DeliveriesOf job={job} learn={learn} />
              <WhoDidWhat job={job} />
            </div>
          </div>
        </>
      )}
    </>
  );
}

/** What was read, and why. */
function What({ job }: { readonly job: WholeJob }) {
  const { tryIt } = words.value;
  const { result, error } = job;
  const steps = result?.extracted_data.steps ?? result?.candidate_steps;
  return (
    <section class="card">
      <p class="large">{steps === undefined ? tryIt.noSteps : tryIt.steps(count(steps))}</p>
      <p>
        <Outcome job={job} />{" "}
        {result?.confidence !== undefined && (
          <span class="soft">{tryIt.sure(certainty(result.confidence))} </span>
        )}
        {result?.app !== undefined && <span class="soft">{result.app}</span>}
      </p>
      {error !== null && <WhatFailed error={error} />}
      <Decision job={job} />
      {result !== null && <Reasons result={result} />}
      {result !== null && <Copies result={result} />}
      {result !== null && <AlsoOnIt result={result} />}
    </section>
  );
}

/** What a person decided about it, or may. */
function Decision({ job: { job_id: id, review } }: { readonly job: WholeJob }) {
  const text = words.value.review;
  if (review === null) return null;
  const { decision, decided_by: by, decided_at: at, steps, held_by: holder } = review;
  if (by !== null) {
    const what = `${text.decisions[decision ?? ""] ?? ""}${steps === null ? "" : `: ${count(steps)}`}`;
    return (
      <p class="notice-line">
        {text.decidedBy(by, what)}
        {at !== null && `, ${date(at)} ${clock(at)}`}
      </p>
    );
  }
  if (holder !== null) return <p class="notice-line">{text.heldBy(holder)}</p>;
  if (!mayReview.value) return null;
  return (
    <p>
      <a class="button" href={addressOf({ view: "review", id })}>
        {text.desk}
      </a>
    </p>
  );
}

/** Whose it is, where it came from, and when what happened. */
function Facts({ job }: { readonly job: WholeJob }) {
  const { jobs: text, states } = words.value;
  const moment = (time: string | null): string => (time === null ? "–" : `${date(time)} ${clock(time)}`);
  const rows: readonly (readonly [string, string])[] = [
    [text.filter.state, states[job.state] ?? job.state],
    [text.user, String(job.user_id)],
    [text.filter.environment, job.environment],
    [text.attempts, count(job.attempts)],
    [text.submitted, moment(job.submitted_at)],
    [text.started, moment(job.started_at)],
    [text.ended, moment(job.ended_at)],
    ...(job.next_attempt_at === null ? [] : [[text.next, moment(job.next_attempt_at)] as const]),
    [words.value.working.job, job.job_id],
    ...(job.trace_id === null ? [] : [[text.trace, job.trace_id] as const]),
    [text.address, job.img_url],
  ];
  return (
    <Card title={words.value.working.job}>
      <dl>
        {rows.map(([name, said]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
