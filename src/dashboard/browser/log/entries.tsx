import { moment, words } from "../language.ts";
import { Table } from "../parts/table.tsx";
import { actionName } from "./filters.tsx";
import type { Entry } from "./list.ts";
import { Target } from "./target.tsx";

interface Props {
  readonly name: string;
  readonly entries: readonly Entry[];
  /** Left out where it is the same of all. */
  readonly withTarget?: boolean;
}

/** Who did what, a row for each. */
export function Entries({ name, entries, withTarget = true }: Props) {
  const { log: text } = words.value;
  return (
    <Table name={name}>
      <thead>
        <tr>
          <th scope="col">{text.at}</th>
          <th scope="col">{text.by}</th>
          <th scope="col">{text.action}</th>
          {withTarget && <th scope="col">{text.target}</th>}
          <th scope="col">{text.outcome}</th>
          <th scope="col">{text.via}</th>
          <th scope="col">{text.address}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry, index) => (
          <tr key={`${entry.at} ${entry.request_id} ${entries.length - index}`}>
            <th scope="row">
              <time dateTime={entry.at}>{moment(entry.at)}</time>
            </th>
            <td>{entry.by ?? "–"}</td>
            <td>{actionName(entry.action)}</td>
            {withTarget && (
              <td class="target">
                <Target of={entry.target} />
              </td>
            )}
            <td>
              <Outcome outcome={entry.outcome} />
            </td>
            <td>{text.vias[entry.via] ?? entry.via}</td>
            <td>{entry.address ?? "–"}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Whether it worked, or why not: the code tells more than any sentence that would fit. */
function Outcome({ outcome }: { readonly outcome: string }) {
  const isDone = outcome === "ok";
  return <span class={`pill ${isDone ? "good" : "bad"}`}>{isDone ? words.value.log.ok : outcome}</span>;
}
