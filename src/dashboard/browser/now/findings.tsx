import { type Finding, findingsOf, type KnownStatus } from "../../../service/findings.ts";
import { ask } from "../ask.ts";
import { count, words } from "../language.ts";
import { status } from "../live.ts";
import { Act, OnlyOperators } from "../parts/act.tsx";
import { Card } from "../parts/card.tsx";
import { toldOf } from "./told.ts";

/** What is wrong, what to do, and the button that does it; what matters most stands first. */
export function Findings({ status: known }: { readonly status: KnownStatus }) {
  const text = words.value;
  const found = findingsOf(known);
  return (
    <Card title={text.findings.title} wide>
      {found.length === 0 ? (
        <p class="good">{text.findings.none}</p>
      ) : (
        <ul class="findings">
          {found.map((finding) => (
            <OneFinding key={`${finding.name} ${JSON.stringify(placeOf(finding))}`} finding={finding} />
          ))}
        </ul>
      )}
      <div class="row end">
        <OnlyOperators />
        {!known.details.paused && <Pause />}
      </div>
    </Card>
  );
}

/** What tells findings of one name apart. */
function placeOf(finding: Finding): string {
  if (finding.name === "held" || finding.name === "down") return finding.about.environment;
  return finding.name === "key_to_renew" ? finding.about.key : "";
}

function OneFinding({ finding }: { readonly finding: Finding }) {
  const text = words.value;
  const [what, doing] = text.told[finding.name](toldOf(finding));
  return (
    <li>
      <span class={finding.level === "over" ? "pill bad" : "pill warn"}>{text.findings[finding.level]}</span>
      <div class="grow">
        <b>{what}</b>
        <div class="soft">{doing}</div>
      </div>
      <div class="row">
        <Remedy finding={finding} />
      </div>
    </li>
  );
}

/** What can be done from here. */
function Remedy({ finding }: { readonly finding: Finding }) {
  const { actions } = words.value;
  switch (finding.name) {
    case "paused":
      return (
        <Act
          strong
          label={actions.resume}
          act={async () => {
            await ask("resumeQueue");
            return actions.resumed;
          }}
        />
      );
    case "held": {
      const { environment } = finding.about;
      return (
        <Act
          strong
          label={actions.resumeDeliveries(environment)}
          act={async () => {
            await ask("resumeDeliveries", { body: { environment } });
            return actions.resumedDeliveries(environment);
          }}
        />
      );
    }
    case "undelivered": {
      const all = count(finding.about.deliveries);
      // What fails while somebody thinks about it is not what was asked about.
      const body = { until: status.value?.timestamp };
      return (
        <>
          <Act
            strong
            label={actions.redeliver(all)}
            sure={actions.redeliverSure(all)}
            act={async () => actions.redelivered(count((await ask("redeliverAll", { body })).redelivered))}
          />
          <Act
            label={actions.dismiss(all)}
            sure={actions.dismissSure(all)}
            act={async () => actions.dismissed(count((await ask("dismissAll", { body })).dismissed))}
          />
        </>
      );
    }
    default:
      return null;
  }
}

function Pause() {
  const { actions } = words.value;
  return (
    <Act
      label={actions.pause}
      sure={actions.pauseSure}
      act={async () => {
        await ask("pauseQueue");
        return actions.paused;
      }}
    />
  );
}
