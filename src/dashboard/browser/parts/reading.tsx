import type { Result } from "../../../webhook/schema.ts";
import { words } from "../language.ts";

/** Why a number was read, and what speaks against it. */
export function Reasons({ result }: { readonly result: Result }) {
  if (result.reasons.length === 0) return null;
  return (
    <>
      <h2>{words.value.tryIt.why}</h2>
      <ul>
        {result.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </>
  );
}

/** What else stands on a picture: its fields as printed, and all of its text. */
export function AlsoOnIt({ result }: { readonly result: Result }) {
  const { tryIt: text, fieldNames } = words.value;
  const { steps: _, ...fields } = result.extracted_data;
  return (
    <>
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
      {result.raw_ocr !== "" && (
        <details>
          <summary>{text.text}</summary>
          <p class="breaks">{result.raw_ocr}</p>
        </details>
      )}
    </>
  );
}
