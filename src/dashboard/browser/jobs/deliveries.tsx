import { ask } from "../ask.ts";
import { clock, count, date, words } from "../language.ts";
import { Act } from "../parts/act.tsx";
import { Card } from "../parts/card.tsx";
import type { WholeJob } from "./whole-job.ts";

interface Props {
  readonly job: WholeJob;
  /** Looks at the job anew. */
  readonly learn: () => Promise<void>;
}

/** What was sent because of a job, with the application's answers. */
export function DeliveriesOf({ job, learn }: Props) {
  const { jobs: text, states } = words.value;
  return (
    <Card title={text.deliveries}>
      {job.deliveries.length === 0 && <p class="soft">{text.noDelivery}</p>}
      <ul class="findings">
        {job.deliveries.map((delivery) => {
          const {
            webhook_id: id,
            state,
            last_status: status,
            last_answer: answer,
            unknown_answers: unknown,
          } = delivery;
          const isOpen = state === "failed" || state === "dismissed";
          const at = delivery.ended_at ?? delivery.last_attempt_at ?? delivery.created_at;
          return (
            <li key={id}>
              <span class={`pill ${state === "delivered" ? "good" : state === "failed" ? "bad" : ""}`}>
                {states[state] ?? state}
              </span>
              <div class="grow">
                <div>
                  {text.attempts}: {count(delivery.attempts)}
                  {unknown > 0 && `, ${text.unknownAnswers(count(unknown))}`}
                  {at !== null && `, ${date(at)} ${clock(at)}`}
                </div>
                {answer !== null && (
                  <div class="soft breaks">
                    {status} {answer}
                  </div>
                )}
                <div class="soft breaks">{id}</div>
              </div>
              {isOpen && (
                <div class="row">
                  <Act
                    strong
                    label={text.redeliver}
                    act={async () => {
                      await ask("redeliver", { params: { webhook_id: id } });
                      await learn();
                      return words.value.actions.redelivered("1");
                    }}
                  />
                  {state === "failed" && (
                    <Act
                      label={text.dismiss}
                      act={async () => {
                        await ask("dismiss", { params: { webhook_id: id } });
                        await learn();
                        return words.value.actions.dismissed("1");
                      }}
                    />
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
