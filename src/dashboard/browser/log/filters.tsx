import { words } from "../language.ts";
import { addressOf } from "../route.ts";
import { type FilterName, filter } from "./filter.ts";

/** Narrows the log; each change is an address of its own, which can be kept and sent to somebody. */
export function Filters() {
  const { jobs: text, log } = words.value;
  const set = (name: FilterName, value: string): void => {
    location.hash = addressOf({ view: "log", query: { ...filter.value, [name]: value } });
  };
  const chosen = filter.value.action ?? "";
  // The address may name one that another version had, or the beginning of several.
  const actions = [...new Set([...Object.keys(log.actions), ...(chosen === "" ? [] : [chosen])])];
  return (
    <search class="filters" aria-label={text.filters}>
      <TextFilter name="by" set={set} />
      <div class="field">
        <label for="action">{log.filter.action}</label>
        <select
          id="action"
          value={chosen}
          onChange={({ currentTarget }) => set("action", currentTarget.value)}
        >
          <option value="">{text.any}</option>
          {actions.map((action) => (
            <option key={action} value={action}>
              {actionName(action)}
            </option>
          ))}
        </select>
      </div>
      <TextFilter name="about" set={set} />
      {Object.keys(filter.value).length > 0 && (
        <a class="button" href={addressOf({ view: "log" })}>
          {text.clear}
        </a>
      )}
    </search>
  );
}

function TextFilter({
  name,
  set,
}: {
  readonly name: "by" | "about";
  readonly set: (name: FilterName, value: string) => void;
}) {
  return (
    <div class="field">
      <label for={name}>{words.value.log.filter[name]}</label>
      <input
        id={name}
        type="search"
        value={filter.value[name] ?? ""}
        maxLength={255}
        onChange={({ currentTarget }) => set(name, currentTarget.value)}
      />
    </div>
  );
}

/** What was done, in the page's language where that has words for it. */
export function actionName(action: string): string {
  return words.value.log.actions[action] ?? action;
}
