import { scopeKinds } from "../../../reading/scope/scope.ts";
import { reportDoubtCodes } from "../../../webhook/reasons.ts";
import { resultStatuses } from "../../../webhook/statuses.ts";
import { words } from "../language.ts";
import { status } from "../live.ts";
import { addressOf } from "../route.ts";
import { type FilterName, filter } from "./filter.ts";

const states = ["waiting", "active", "retrying", "done", "failed", "cancelled"] as const;

type Names = Readonly<Record<string, string>>;

/** Narrows the list; each change is an address of its own, which can be kept and sent to somebody. */
export function Filters() {
  const { jobs: text, states: stateNames, statuses, reasons } = words.value;
  const known = status.value;
  const environments = known?.details.destinations.map(({ environment }) => environment) ?? [];
  const apps = [...(known?.processing.supported_apps ?? []), "none"];
  const scopeNames: Names = reasons.scopes;
  const doubtNames: Names = reasons.doubts;
  const doubts = reportDoubtCodes.toSorted((a, b) => reasons.doubts[a].localeCompare(reasons.doubts[b]));
  const set = (name: FilterName, value: string): void => {
    location.hash = addressOf({ view: "jobs", query: { ...filter.value, [name]: value } });
  };
  const choices: readonly (readonly [FilterName, readonly string[], (value: string) => string])[] = [
    ["environment", environments, (value) => value],
    ["state", states, (value) => stateNames[value] ?? value],
    ["status", resultStatuses, (value) => statuses[value] ?? value],
    ["app", apps, (value) => value],
    ["scope", scopeKinds, (value) => scopeNames[value] ?? value],
    ["doubt", doubts, (value) => doubtNames[value] ?? value],
  ];
  return (
    <search class="filters" aria-label={text.filters}>
      {(["report_id", "user_id"] as const).map((name) => (
        <div key={name} class="field">
          <label for={name}>{text.filter[name]}</label>
          <input
            id={name}
            type="search"
            value={filter.value[name] ?? ""}
            maxLength={255}
            onChange={({ currentTarget }) => set(name, currentTarget.value)}
          />
        </div>
      ))}
      {choices.map(([name, values, called]) => (
        <div key={name} class="field">
          <label for={name}>{text.filter[name]}</label>
          <select
            id={name}
            value={filter.value[name] ?? ""}
            onChange={({ currentTarget }) => set(name, currentTarget.value)}
          >
            <option value="">{text.any}</option>
            {values.map((value) => (
              <option key={value} value={value}>
                {called(value)}
              </option>
            ))}
          </select>
        </div>
      ))}
      {(["from", "until"] as const).map((name) => (
        <div key={name} class="field">
          <label for={name}>{text.filter[name]}</label>
          <input
            id={name}
            type="datetime-local"
            value={filter.value[name] ?? ""}
            onChange={({ currentTarget }) => set(name, currentTarget.value)}
          />
        </div>
      ))}
      {Object.keys(filter.value).length > 0 && (
        <a class="button" href={addressOf({ view: "jobs" })}>
          {text.clear}
        </a>
      )}
    </search>
  );
}
