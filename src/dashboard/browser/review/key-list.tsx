import { useState } from "preact/hooks";
import { words } from "../language.ts";
import { Key } from "./decide.tsx";
import { type Action, actions, canBeKey, keys, setKey, setUsualKeys } from "./keys.ts";

/** Which key does what, and where that is changed. */
export function KeyList() {
  const text = words.value.review;
  const [changing, setChanging] = useState<Action | null>(null);
  return (
    <details class="keys">
      <summary>{text.keys}</summary>
      <p class="soft">{text.keysHelp}</p>
      <dl>
        {actions.map((action) => (
          <div key={action}>
            <dt>{text.actions[action]}</dt>
            <dd>
              <button
                type="button"
                aria-label={text.changeKey(text.actions[action], keys.value[action])}
                onClick={() => setChanging(action)}
                onBlur={() => setChanging(null)}
                onKeyDown={(event) => {
                  if (changing !== action || event.key === "Tab" || event.key === "Escape") return;
                  event.preventDefault();
                  event.stopPropagation();
                  if (!canBeKey(event.key)) return;
                  setKey(action, event.key.length === 1 ? event.key.toLowerCase() : event.key);
                  setChanging(null);
                }}
              >
                {changing === action ? text.pressKey : <Key of={keys.value[action]} />}
              </button>
            </dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={setUsualKeys}>
        {text.usualKeys}
      </button>
    </details>
  );
}
