import type { KnownStatus } from "../../../service/findings.ts";
import { count, words } from "../language.ts";
import { Card } from "../parts/card.tsx";
import { Table } from "../parts/table.tsx";

/** Where results go, and whether they get there. */
export function Deliveries({ status }: { readonly status: KnownStatus }) {
  const text = words.value.deliveries;
  const { destinations, deliveries, last_hour: hour } = status.details;
  const stateOf = (environment: string): { tone: string; said: string } => {
    const hold = deliveries.held.find((each) => each.environment === environment);
    if (hold !== undefined) return { tone: "bad", said: text.held(hold.reason) };
    return deliveries.down.includes(environment)
      ? { tone: "bad", said: text.down }
      : { tone: "good", said: text.well };
  };
  return (
    <Card title={text.title}>
      {destinations.length === 0 ? (
        <p class="soft">{text.none}</p>
      ) : (
        <Table name={text.title}>
          <thead>
            <tr>
              <th scope="col">{text.environment}</th>
              <th scope="col">{text.state}</th>
              <th scope="col" class="number">
                {text.pending}
              </th>
            </tr>
          </thead>
          <tbody>
            {destinations.map(({ environment, url }) => {
              const { tone, said } = stateOf(environment);
              return (
                <tr key={environment}>
                  <th scope="row">
                    {environment}
                    <small class="soft breaks below">{url}</small>
                  </th>
                  <td class={`${tone} breaks`}>{said}</td>
                  <td class="number">{count(deliveries.pending_by_environment[environment] ?? 0)}</td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      )}
      <p class="soft">{text.sum(count(hour.delivered), count(hour.undelivered))}</p>
    </Card>
  );
}
