import type { tryPicture } from "../../../api/dashboard.ts";
import type { Heard } from "../../../api/endpoint.ts";
import { certainty, count, span, words } from "../language.ts";

type Answer = Heard<typeof tryPicture>;

const tones: Readonly<Record<string, string>> = { verified: "good", needs_review: "warn" };

/** What was read, and why. */
export function Result({ answer }: { readonly answer: Answer }) {
  const { tryIt: text, statuses, fieldNames } = words.value;
  const { result, engines, milliseconds } = answer;
  const { steps: accepted, ...fields } = result.extracted_data;
  const steps = accepted ?? result.candidate_steps ?? null;
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
      {result.reasons.length > 0 && (
        <>
          <h2>{text.why}</h2>
          <ul>
            {result.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </>
      )}
      {Object.keys(fields).length > 0 && (
        <>
          <h2>{text.fields}</h2>
          <dl>
            {Object.entries(fields).map(([name, printed]) => (
              <div key={name}>
                <dt>{fieldNames[name] ?? name}</dt>
                <dd>{printed}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <details>
        <summary>{text.text}</summary>
        <p class="breaks">{result.raw_ocr}</p>
      </details>
      <p class="soft">{text.read(engines.join(" + "), span(milliseconds / 1000))}</p>
    </section>
  );
}
