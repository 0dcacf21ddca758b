import { certainty, clock, count, date, day, words } from "../language.ts";
import { Copies } from "../parts/copies.tsx";
import { AlsoOnIt, Reasons } from "../parts/reading.tsx";
import { addressOf } from "../route.ts";
import type { Shown } from "./desk.ts";
import { CloseUp } from "./picture.tsx";
import { useReadOut } from "./read-out.ts";

/** What the program takes for the count, and what makes it doubt: all that a person needs to decide. */
export function About({ shown }: { readonly shown: Shown }) {
  const { review: text, jobs, tryIt } = words.value;
  const first = useReadOut<HTMLParagraphElement>();
  const { job, received_on: receivedOn, delivered } = shown.item;
  const { result } = job;
  if (result === null) return null;
  const { candidate_steps: candidate } = result;
  const facts: readonly (readonly [string, string])[] = [
    [text.receivedOn, day(receivedOn)],
    ...(job.submitted_at === null
      ? []
      : [[jobs.submitted, `${date(job.submitted_at)} ${clock(job.submitted_at)}`] as const]),
    [jobs.user, String(job.user_id)],
    [jobs.filter.environment, job.environment],
  ];
  return (
    <>
      <p ref={first} class="large candidate" tabIndex={-1}>
        {candidate === undefined ? text.noCandidate : tryIt.steps(count(candidate))}
      </p>
      <p>
        {result.confidence !== undefined && candidate !== undefined && (
          <span class="soft">{tryIt.sure(certainty(result.confidence))} </span>
        )}
        {result.app !== undefined && <span class="soft">{result.app} </span>}
        <a href={addressOf({ view: "jobs", id: job.job_id })}>{jobs.open(String(job.report_id))}</a>
      </p>
      <CloseUp shown={shown} />
      <Reasons result={result} />
      <Copies result={result} />
      <dl>
        {facts.map(([name, said]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
      <AlsoOnIt result={result} />
      {!delivered && <p class="notice-line">{text.notDelivered}</p>}
    </>
  );
}
