import type { Result } from "../../../webhook/schema.ts";
import { words } from "../language.ts";
import { reasonGroups } from "./reason-groups.ts";

/** What speaks for a number and against it, and apart from that what looks odd about its picture. */
export function Reasons({ result }: { readonly result: Result }) {
  const { reasons: text, tryIt } = words.value;
  const { ofNumber, ofPicture } = reasonGroups(result);
  // Without a number nothing speaks for or against one, and reasons without codes do not say what they are about.
  const hasSides = ofNumber.some(({ side }) => side !== null);
  return (
    <>
      <ReasonList title={hasSides ? text.aboutNumber : tryIt.why} told={ofNumber} />
      <ReasonList title={text.aboutPicture} told={ofPicture} />
    </>
  );
}

type Told = ReturnType<typeof reasonGroups>["ofNumber"];

function ReasonList({ title, told }: { readonly title: string; readonly told: Told }) {
  const { said, marks } = words.value.reasons;
  if (told.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul class="reasons">
        {told.map(({ code, english, side }, at) => {
          const own = said(code, english);
          return (
            <li key={at}>
              {side !== null && (
                <span class={side === "against" ? "pill warn" : "pill good"}>{marks[side]}</span>
              )}{" "}
              <span {...(own === null ? { lang: "en" } : {})}>{own ?? english}</span>
            </li>
          );
        })}
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
