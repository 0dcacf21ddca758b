import { useEffect } from "preact/hooks";
import { moment, words } from "../language.ts";
import type { Listed } from "../parts/listing.ts";
import { sentenceOf } from "../parts/notice.tsx";
import { mayOperate } from "../session.ts";
import { Entries } from "./entries.tsx";
import { filter } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { type Entry, listing } from "./list.ts";

/** Milliseconds after which the newest entries are asked for anew, while only those are shown. */
const everyMs = 10_000;

/** Who did what, for operators: entries hold addresses of clients. */
export function Log() {
  const { log: text } = words.value;
  return (
    <>
      <h1>{text.title}</h1>
      {mayOperate.value ? <List /> : <p>{text.onlyOperators}</p>}
    </>
  );
}

function List() {
  const { log: text } = words.value;
  const narrowed = filter.value;
  useEffect(() => {
    void listing.learn(narrowed);
    const timer = setInterval(() => void listing.refresh(narrowed), everyMs);
    return () => clearInterval(timer);
  }, [narrowed]);
  const shown = listing.listed.value;
  const failure = listing.failure.value;
  return (
    <>
      <Filters />
      {failure !== null && (
        <p class="bad" role="status">
          {text.failed} {sentenceOf(failure)}
        </p>
      )}
      {shown === null ? (
        <p class="soft">{words.value.loading}</p>
      ) : (
        <section class="card">
          {shown.items.length > 0 && <Entries name={text.title} entries={shown.items} />}
          <p class="soft">{howFar(shown)}</p>
          {shown.next !== null && (
            <div class="row">
              <button type="button" onClick={() => void listing.older(narrowed)}>
                {words.value.jobs.more}
              </button>
            </div>
          )}
        </section>
      )}
    </>
  );
}

/** What there is besides what is shown: of a large log, each answer is about a part of it. */
function howFar({ items, next, backTo }: Listed<Entry>): string {
  const { log: text } = words.value;
  if (next === null) return items.length === 0 ? text.none : text.thatsAll;
  return backTo === null ? "" : text.lookedBackTo(moment(backTo));
}
