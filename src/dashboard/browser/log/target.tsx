import { addressOf } from "../route.ts";
import type { Entry } from "./list.ts";

/** What something was done to, with links to what of it has a place on this page. */
export function Target({ of }: { readonly of: Entry["target"] }) {
  const members = Object.entries(of);
  if (members.length === 0) return <>–</>;
  return (
    <>
      {members.map(([name, value]) => (
        <div key={name}>
          <span class="soft">{name}</span> <Value name={name} value={value} />
        </div>
      ))}
    </>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: unknown }) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const address = addressFor(name, text);
  return address === null ? <span>{text}</span> : <a href={address}>{text}</a>;
}

function addressFor(name: string, text: string): string | null {
  if (name === "job_id") return addressOf({ view: "jobs", id: text });
  if (name === "report_id" || name === "user_id") return addressOf({ view: "jobs", query: { [name]: text } });
  return null;
}
