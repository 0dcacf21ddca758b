import { signal } from "@preact/signals";
import { Refusal } from "../ask.ts";
import { words } from "../language.ts";

interface Notice {
  readonly text: string;
  readonly tone: "good" | "bad";
}

const notice = signal<Notice | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;
/** Milliseconds that what went well is shown; what did not stays until it is closed. */
const shownFor = 6000;

/** Says what came of something. */
export function tell(text: string, tone: Notice["tone"] = "good"): void {
  clearTimeout(timer);
  notice.value = { text, tone };
  if (tone === "good")
    timer = setTimeout(() => {
      notice.value = null;
    }, shownFor);
}

/** Does something, and says what came of it. */
export async function doing(act: () => Promise<string>): Promise<void> {
  try {
    tell(await act());
  } catch (error) {
    tell(sentenceOf(error), "bad");
  }
}

/** A failure in the page's language where that has a sentence for it, else in the service's. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Refusal)) return String(error);
  return words.value.refusals[error.code] ?? (error.message === "" ? error.code : error.message);
}

/** Where that is said, also to whoever hears the page. */
export function Notices() {
  const shown = notice.value;
  return (
    <div class="notices" role="status" aria-live="polite">
      {shown !== null && (
        <div class={`notice ${shown.tone}`}>
          <span>{shown.text}</span>
          <button
            type="button"
            class="plain"
            aria-label={words.value.close}
            onClick={() => {
              notice.value = null;
            }}
          >
            ×
          </button>
        </div>
      )}
    </div>
  );
}
