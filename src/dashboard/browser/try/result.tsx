import type { tryPicture } from "../../../api/dashboard.ts";
import type { Heard } from "../../../api/endpoint.ts";
import { certainty, count, span, words } from "../language.ts";
import { AlsoOnIt, Reasons } from "../parts/reading.tsx";

type Answer = Heard<typeof tryPicture>;

const tones: Readonly<Record<string, string>> = { verified: "good", needs_review: "warn" };

/** No picture is read in less: its reading was kept, of a report with the same file. */
const knownMs = 10;

/** What was read, and why. */
export function Result({ answer }: { readonly answer: Answer }) {
  const { tryIt: text, statuses } = words.value;
  const { result, engines, milliseconds } = answer;
  const steps = result.extracted_data.steps ?? result.candidate_steps ?? null;
  return (
    <section class="card result">
      <p class="large">{steps === null ? text.noSteps : text.steps(count(steps))}</p>
      <p>
        <span class={`pill ${tones[result.status] ?? ""}`}>{statuses[result.status] ?? result.status}</span>{" "}
        {result.confidence !== undefined && (
          <span class="soft">{text.sure(certainty(result.confidence))}</span>
        )}{" "}
        {result.app !== undefined && <span class="soft">{result.app}</span>}
      </p>
      <Reasons result={result} />
      <AlsoOnIt result={result} />
      <p class="soft">
        {milliseconds < knownMs
          ? text.known(engines.join(" + "))
          : text.read(engines.join(" + "), span(milliseconds / 1000))}
      </p>
    </section>
  );
}
