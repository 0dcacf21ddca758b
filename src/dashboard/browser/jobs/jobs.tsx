import { useEffect } from "preact/hooks";
import { clock, count, date, words } from "../language.ts";
import { sentenceOf } from "../parts/notice.tsx";
import { Table } from "../parts/table.tsx";
import { addressOf, place } from "../route.ts";
import { AllOfThem } from "./all-of-them.tsx";
import { filter } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { JobPage } from "./job-page.tsx";
import { listing, type ShownJob } from "./list.ts";
import { Outcome } from "./outcome.tsx";

/** Milliseconds after which the newest jobs are asked for anew, while only those are shown. */
const everyMs = 5000;

/** Finds jobs, and shows one of them. */
export function Jobs() {
  const { id } = place.value;
  return id === "" ? <List /> : <JobPage key={id} id={id} />;
}

function List() {
  const text = words.value.jobs;
  const narrowed = filter.value;
  useEffect(() => {
    void listing.learn(narrowed);
    const timer = setInterval(() => void listing.refresh(narrowed), everyMs);
    return () => clearInterval(timer);
  }, [narrowed]);
  const shown = listing.listed.value;
  const failure = listing.failure.value;
  return (
    <>
      <h1>{text.title}</h1>
      <Filters />
      {failure !== null && (
        <p class="bad" role="status">
          {text.failed} {sentenceOf(failure)}
        </p>
      )}
      {shown === null ? (
        <p class="soft">{words.value.loading}</p>
      ) : shown.items.length === 0 ? (
        <p class="soft">{text.none}</p>
      ) : (
        <section class="card">
          <Rows jobs={shown.items} />
          {shown.next !== null && (
            <div class="row">
              <button type="button" onClick={() => void listing.older(narrowed)}>
                {text.more}
              </button>
            </div>
          )}
        </section>
      )}
      <AllOfThem narrowed={narrowed} />
    </>
  );
}

function Rows({ jobs }: { readonly jobs: readonly ShownJob[] }) {
  const text = words.value.jobs;
  return (
    <Table name={text.title}>
      <thead>
        <tr>
          <th scope="col">{text.filter.report_id}</th>
          <th scope="col">{words.value.working.result}</th>
          <th scope="col" class="number">
            {words.value.working.steps}
          </th>
          <th scope="col">{text.filter.user_id}</th>
          <th scope="col">{text.filter.app}</th>
          <th scope="col">{text.filter.environment}</th>
          <th scope="col" class="number">
            {text.submitted}
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <Row key={job.job_id} job={job} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ job }: { readonly job: ShownJob }) {
  const { result } = job;
  const steps = result?.extracted_data.steps ?? result?.candidate_steps ?? null;
  return (
    <tr>
      <th scope="row">
        <a href={addressOf({ view: "jobs", id: job.job_id, query: filter.value })}>{job.report_id}</a>
      </th>
      <td>
        <Outcome job={job} />
      </td>
      <td class="number">{steps === null ? "–" : count(steps)}</td>
      <td>{job.user_id}</td>
      <td>{result?.app ?? "–"}</td>
      <td>{job.environment}</td>
      <td class="number">
        {job.submitted_at !== null && `${date(job.submitted_at)} ${clock(job.submitted_at)}`}
      </td>
    </tr>
  );
}
