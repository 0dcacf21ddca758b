import { words } from "../language.ts";
import type { ShownJob } from "./list.ts";

const tones: Readonly<Record<string, string>> = {
  verified: "good",
  needs_review: "warn",
  failed: "bad",
  cancelled: "bad",
};

/** What came of a job, in the words and the colour of that. */
export function Outcome({ job }: { readonly job: Pick<ShownJob, "state" | "result" | "error"> }) {
  const { state, result, error } = job;
  const name = result?.status ?? state;
  return (
    <>
      <span class={`pill ${tones[name] ?? ""}`}>
        {words.value.statuses[name] ?? words.value.states[name] ?? name}
      </span>
      {error !== null && <small class="soft breaks"> {error.code}</small>}
    </>
  );
}
