import { useRef, useState } from "preact/hooks";
import { count, words } from "../language.ts";
import { type Action, keys } from "./keys.ts";
import { typedSteps } from "./typed.ts";

/** How a key is written. */
export function Key({ of }: { readonly of: string }) {
  return (
    <span class="cap" aria-hidden="true">
      {of.replace(/^Arrow/, "")}
    </span>
  );
}

interface ButtonProps {
  readonly action: Action;
  readonly label: string;
  readonly act: () => void;
  readonly isOff?: boolean;
  readonly strong?: boolean;
}

/** A button that shows its key. */
export function KeyButton({ action, label, act, isOff = false, strong = false }: ButtonProps) {
  return (
    <button
      type="button"
      class={strong ? "strong" : ""}
      disabled={isOff}
      aria-keyshortcuts={keys.value[action]}
      onClick={act}
    >
      {label} <Key of={keys.value[action]} />
    </button>
  );
}

interface NumberProps {
  readonly typed: string;
  readonly setTyped: (typed: string) => void;
  /** The numbers that were read on the picture. */
  readonly known: readonly number[];
  readonly isOff: boolean;
  readonly book: (steps: number) => void;
}

/** Where another number is typed. One that nobody read on the picture is asked for once more: it is booked unseen. */
export function NumberField({ typed, setTyped, known, isOff, book }: NumberProps) {
  const text = words.value.review;
  const field = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const steps = typedSteps(typed);
  const isWrong = typed !== "" && steps === null;
  const isStrange = steps !== null && !known.includes(steps);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isOff || steps === null) return;
    if (isStrange && asked !== steps) {
      setAsked(steps);
      return;
    }
    setAsked(null);
    field.current?.blur();
    book(steps);
  };
  return (
    <form class="typed" onSubmit={submit}>
      <label class="field">
        {text.other}
        <input
          ref={field}
          id="number"
          inputMode="numeric"
          autocomplete="off"
          maxLength={12}
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={isOff || steps === null}>
        {steps === null ? text.book : text.bookSteps(count(steps))} <Key of="Enter" />
      </button>
      <p role="status" class={isWrong ? "bad" : "warn"}>
        {isWrong ? text.noNumber : isStrange && asked === steps ? text.strange(count(steps)) : ""}
      </p>
    </form>
  );
}
