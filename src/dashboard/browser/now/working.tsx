import type { KnownStatus } from "../../../service/findings.ts";
import { clock, count, span, words } from "../language.ts";
import { Card } from "../parts/card.tsx";
import { Table } from "../parts/table.tsx";
import { addressOf } from "../route.ts";

/** What the workers have in hand. */
export function Working({ status }: { readonly status: KnownStatus }) {
  const text = words.value.working;
  const { in_hand: all } = status.details;
  const now = Date.parse(status.timestamp);
  return (
    <Card title={text.title}>
      {all.length === 0 ? (
        <p class="soft">{text.none}</p>
      ) : (
        <Table name={text.title}>
          <thead>
            <tr>
              <th scope="col">{text.report}</th>
              <th scope="col">{text.environment}</th>
              <th scope="col">{text.step}</th>
              <th scope="col" class="number">
                {text.since}
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ job_id: id, report_id: report, environment, step, since }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={addressOf({ view: "jobs", id })}>{report}</a>
                </th>
                <td>{environment}</td>
                <td>{text[step]}</td>
                <td class="number">{span(Math.max(0, (now - Date.parse(since)) / 1000))}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

const tones: Readonly<Record<string, string>> = { verified: "good", needs_review: "warn", failed: "bad" };

/** What ended last, with what came of it. */
export function Ended({ status }: { readonly status: KnownStatus }) {
  const text = words.value.working;
  const { last_ended: all } = status.details;
  return (
    <Card title={text.ended}>
      {all.length === 0 ? (
        <p class="soft">{text.noneEnded}</p>
      ) : (
        <Table name={text.ended}>
          <thead>
            <tr>
              <th scope="col">{text.report}</th>
              <th scope="col">{text.result}</th>
              <th scope="col" class="number">
                {text.steps}
              </th>
              <th scope="col" class="number">
                {text.at}
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map(
              ({ job_id: id, report_id: report, state, status: verdict, steps, error, ended_at: at }) => (
                <tr key={id}>
                  <th scope="row">
                    <a href={addressOf({ view: "jobs", id })}>{report}</a>
                  </th>
                  <td class={tones[verdict ?? state] ?? ""}>
                    {words.value.statuses[verdict ?? state] ?? state}
                    {error !== null && <small class="soft"> {error.code}</small>}
                  </td>
                  <td class="number">{steps === null ? "–" : count(steps)}</td>
                  <td class="number">{at === null ? "–" : clock(at)}</td>
                </tr>
              ),
            )}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
