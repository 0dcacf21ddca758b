import { useEffect, useState } from "preact/hooks";
import { words } from "../language.ts";
import { Entries } from "../log/entries.tsx";
import { type Entry, entriesOf } from "../log/list.ts";
import { Card } from "../parts/card.tsx";
import { sentenceOf } from "../parts/notice.tsx";
import { addressOf } from "../route.ts";
import { mayOperate } from "../session.ts";
import type { WholeJob } from "./whole-job.ts";

/** What was done to a job by name, for operators. */
export function WhoDidWhat({ job }: { readonly job: WholeJob }) {
  const { log: text } = words.value;
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const { job_id: id, submitted_at: since, state } = job;
  const isShown = mayOperate.value;
  useEffect(() => {
    if (!isShown) return;
    let isOver = false;
    entriesOf(id, since).then(
      (found) => {
        if (isOver) return;
        setEntries(found);
        setWrong(null);
      },
      (error: unknown) => {
        if (!isOver) setWrong(sentenceOf(error));
      },
    );
    return () => {
      isOver = true;
    };
    // What is done to a job mostly shows in its state.
  }, [id, since, state, isShown]);
  if (!isShown) return null;
  return (
    <Card title={text.title}>
      {wrong !== null && (
        <p class="bad" role="status">
          {text.failed} {wrong}
        </p>
      )}
      {entries === null && wrong === null && <p class="soft">{words.value.loading}</p>}
      {entries?.length === 0 && <p class="soft">{text.noneOfJob}</p>}
      {entries !== null && entries.length > 0 && (
        <Entries name={text.title} entries={entries} withTarget={false} />
      )}
      {entries !== null && (
        <p class="soft">
          {text.ofMany} <a href={addressOf({ view: "log" })}>{text.title}</a>
        </p>
      )}
    </Card>
  );
}
