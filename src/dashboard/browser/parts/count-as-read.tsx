import { words } from "../language.ts";
import type { Found } from "./found.ts";

/** What each engine read for the count, and which other numbers may be it. */
export function CountAsRead({ found: { count_as_read: read, boxes } }: { readonly found: Found }) {
  const text = words.value.found;
  if (read === null) return null;
  const others = boxes.filter(({ kind }) => kind === "candidate").map((each) => each.text);
  const { first, second } = read;
  const rows: readonly (readonly [string, string])[] = [
    [text.first(first.engine), first.text],
    [text.second(second?.engine ?? null), second === null ? text.notAsked : second.text || text.nothing],
    ...(others.length === 0 ? [] : [[text.candidate, others.join("; ")] as const]),
  ];
  return (
    <dl class="as-read">
      {rows.map(([name, said]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{said}</dd>
        </div>
      ))}
    </dl>
  );
}
