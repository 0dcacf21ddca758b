import type { Result } from "../../../webhook/schema.ts";
import { day, words } from "../language.ts";
import { addressOf } from "../route.ts";

/** The reports for which the same picture came before, with links to them; nothing where there are none. */
export function Copies({ result: { copies = [] } }: { readonly result: Result }) {
  const text = words.value.jobs;
  if (copies.length === 0) return null;
  return (
    <>
      <h2>{text.copies}</h2>
      <ul>
        {copies.map((copy) => (
          <li key={`${copy.report_id} ${copy.received_on}`}>
            {text.copyOf(copy.same, day(copy.received_on))}:{" "}
            {copy.report_id === undefined ? (
              text.deleted
            ) : (
              <a href={addressOf({ view: "jobs", query: { report_id: String(copy.report_id) } })}>
                {text.report(String(copy.report_id))}, {text.ofUser(String(copy.user_id))}
              </a>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
