import { useState } from "preact/hooks";
import { words } from "../language.ts";
import { mayOperate } from "../session.ts";
import { confirmed } from "./confirm.tsx";
import { doing } from "./notice.tsx";

interface Props {
  readonly label: string;
  /** Does it, and resolves with what is then said. */
  readonly act: () => Promise<string>;
  /** What is asked before. */
  readonly sure?: string;
  readonly strong?: boolean;
}

const onlyOperatorsId = "only-operators";

/** Says once, beside buttons that cannot be pressed, why; nothing to whoever may press them. */
export function OnlyOperators() {
  if (mayOperate.value) return null;
  return (
    <small class="soft" id={onlyOperatorsId}>
      {words.value.actions.onlyOperators}
    </small>
  );
}

/** A button that changes something of the service: for operators alone, and pressed once at a time. */
export function Act({ label, act, sure, strong = false }: Props) {
  const [isBusy, setBusy] = useState(false);
  const isAllowed = mayOperate.value;
  const press = async (): Promise<void> => {
    if (sure !== undefined && !(await confirmed(sure, label))) return;
    setBusy(true);
    await doing(act);
    setBusy(false);
  };
  return (
    <button
      type="button"
      class={strong ? "strong" : ""}
      disabled={!isAllowed || isBusy}
      aria-describedby={isAllowed ? undefined : onlyOperatorsId}
      onClick={() => void press()}
    >
      {label}
    </button>
  );
}
