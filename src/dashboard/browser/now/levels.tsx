import type { dashboardTotals as totalsEndpoint } from "../../../api/dashboard.ts";
import type { Heard } from "../../../api/endpoint.ts";
import { limits } from "../../../service/findings.ts";
import { heldLevels, leastReadShare } from "../../../service/levels.ts";
import { share, span, words } from "../language.ts";
import { Card } from "../parts/card.tsx";

/** What was promised, and whether it is held today. */
export function Levels({ totals }: { readonly totals: Heard<typeof totalsEndpoint> }) {
  const text = words.value.levels;
  const today = totals.days.at(-1);
  if (today === undefined) return null;
  const held = heldLevels(today);
  const { reading_seconds: read, waiting_seconds: waited, failed_share: failed } = today;
  const rows = [
    {
      name: "reading",
      promise: text.reading(share(leastReadShare), span(limits.readingSeconds)),
      found: read === null ? null : text.foundReading(share(read.within_30s), span(read.p95)),
    },
    {
      name: "waiting",
      promise: text.waiting(span(limits.waitingSeconds)),
      found: waited === null ? null : text.foundWaiting(span(waited.longest)),
    },
    {
      name: "errors",
      promise: text.errors(share(limits.errorsPercent / 100)),
      found: failed === null ? null : text.foundErrors(share(failed)),
    },
  ] as const;
  return (
    <Card title={text.title}>
      <ul class="findings">
        {rows.map(({ name, promise, found }) => {
          const isHeld = held[name];
          return (
            <li key={name}>
              {isHeld !== null && (
                <span class={isHeld ? "pill good" : "pill bad"}>{isHeld ? text.held : text.missed}</span>
              )}
              <div class="grow">
                <b>{promise}</b>
                <div class="soft">{found ?? text.unknown}</div>
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
