import type { KnownStatus } from "../../../service/findings.ts";
import { count, share, span, words } from "../language.ts";
import { Card } from "../parts/card.tsx";
import { Table } from "../parts/table.tsx";

/** How long each step took. */
export function Times({ status }: { readonly status: KnownStatus }) {
  const text = words.value.times;
  const { last_hour: hour } = status.details;
  const rows = [
    [text.waiting, hour.waiting_seconds],
    [text.reading, hour.reading_seconds],
    [text.delivering, hour.delivering_seconds],
    [text.whole, hour.whole_seconds],
  ] as const;
  return (
    <Card title={text.title}>
      <Table name={text.title}>
        <thead>
          <tr>
            <th scope="col">{text.what}</th>
            <th scope="col" class="number">
              {text.half}
            </th>
            <th scope="col" class="number">
              {text.most}
            </th>
            <th scope="col" class="number">
              {text.all}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, took]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{took === null ? text.nothing : span(took.p50)}</td>
              <td class="number">{took === null ? text.nothing : span(took.p95)}</td>
              <td class="number">{took === null ? text.nothing : span(took.p99)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

/** What was decided, as shares of all. */
export function Verdicts({ status }: { readonly status: KnownStatus }) {
  const { verdicts: text, statuses } = words.value;
  const { verified, needs_review: doubtful, no_steps: none, failed } = status.details.last_hour;
  const all = [
    ["verified", verified],
    ["needs_review", doubtful],
    ["no_steps", none],
    ["failed", failed],
  ] as const;
  const sum = all.reduce((total, [, each]) => total + each, 0);
  return (
    <Card title={text.title}>
      {sum === 0 ? (
        <p class="soft">{text.none}</p>
      ) : (
        <ul class="bars">
          {all.map(([name, each]) => (
            <li key={name}>
              <span class="name">{statuses[name]}</span>
              <span class="track" aria-hidden="true">
                <i class={`part ${name}`} style={{ width: `${(100 * each) / sum}%` }} />
              </span>
              <span class="number">
                {count(each)} <small class="soft">{share(each / sum)}</small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
