import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../language.ts";

interface Question {
  readonly text: string;
  /** What the button says that does it. */
  readonly yes: string;
  readonly answer: (isMeant: boolean) => void;
}

const question = signal<Question | null>(null);

/** Asks whether something is meant. */
export function confirmed(text: string, yes: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  question.value?.answer(false);
  question.value = { text, yes, answer: resolve };
  return promise;
}

/** Where that is asked: whatever closes it is a no, and the focus goes back to where it was. */
export function Confirm() {
  const dialog = useRef<HTMLDialogElement>(null);
  const asked = question.value;
  useEffect(() => {
    if (asked !== null) dialog.current?.showModal();
  }, [asked]);
  if (asked === null) return null;
  const end = (isMeant: boolean): void => {
    dialog.current?.close();
    asked.answer(isMeant);
    question.value = null;
  };
  return (
    <dialog ref={dialog} aria-labelledby="question" onCancel={() => end(false)}>
      <p id="question">{asked.text}</p>
      <div class="row end">
        <button type="button" onClick={() => end(false)}>
          {words.value.cancel}
        </button>
        <button type="button" class="strong" onClick={() => end(true)}>
          {asked.yes}
        </button>
      </div>
    </dialog>
  );
}
