import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { count, short, span, words } from "../language.ts";
import { tell } from "../parts/notice.tsx";
import { place } from "../route.ts";
import { mayReview, session } from "../session.ts";
import { About } from "./about.tsx";
import { KeyButton, NumberField } from "./decide.tsx";
import {
  current,
  decide,
  decidedAt,
  failure,
  learnState,
  leave,
  line,
  type Shown,
  skip,
  state,
  takeNext,
  undo,
} from "./desk.ts";
import { KeyList } from "./key-list.tsx";
import { type Action, actionOf } from "./keys.ts";
import { ReviewPicture } from "./picture.tsx";
import { useReadOut } from "./read-out.ts";

/** Milliseconds after which is asked how much there is, and what is before this person is kept for him. */
const stateEveryMs = 5000;
const holdEveryMs = 60_000;
/** Whoever does nothing for so many milliseconds keeps nothing from others. */
const awayAfterMs = 240_000;
/** Milliseconds that a picture is on the screen before a key decides about it: the key may be meant for the one before. */
const leastSeenMs = 200;

/** Doubtful reports, one after the other, until none is left. */
export function Review() {
  return mayReview.value ? <Desk /> : <p class="notice-line">{words.value.review.notAllowed}</p>;
}

function Desk() {
  const text = words.value.review;
  const { id } = place.value;
  useEffect(() => {
    let lastActive = Date.now();
    const isActive = (): void => {
      lastActive = Date.now();
    };
    void learnState();
    void takeNext(id === "" ? undefined : id);
    const timers = [
      setInterval(() => {
        void learnState();
        // Others may have come, or be free again.
        if ((line.value?.length ?? 0) === 0) void takeNext();
      }, stateEveryMs),
      setInterval(() => {
        if (Date.now() - lastActive < awayAfterMs) void takeNext();
      }, holdEveryMs),
    ];
    const listeners = new AbortController();
    for (const kind of ["keydown", "pointerdown"] as const)
      addEventListener(kind, isActive, { signal: listeners.signal });
    addEventListener("pagehide", () => leave(true), { signal: listeners.signal });
    // A browser may bring the page back as it was left.
    const onShow = (event: Event): void => {
      if (event instanceof PageTransitionEvent && event.persisted) void takeNext();
    };
    addEventListener("pageshow", onShow, { signal: listeners.signal });
    return () => {
      for (const timer of timers) clearInterval(timer);
      listeners.abort();
      leave();
    };
  }, [id]);
  const shown = current.value;
  return (
    <>
      <div class="row">
        <h1>{text.title}</h1>
        <Progress />
      </div>
      {failure.value !== null && (
        <p class="bad" role="status">
          {failure.value}
        </p>
      )}
      {line.value === null && failure.value === null && <p class="soft">{words.value.loading}</p>}
      {line.value !== null && shown === null && <Nothing />}
      {shown !== null && <Looking key={shown.item.job.job_id} shown={shown} />}
      <KeyList />
    </>
  );
}

function Nothing() {
  const text = words.value.review;
  const others = (state.value?.people ?? []).reduce((sum, { holds }) => sum + holds, 0);
  const first = useReadOut<HTMLParagraphElement>();
  return (
    <section class="card">
      <p ref={first} class="large" tabIndex={-1}>
        {text.none}
      </p>
      <p class="soft">
        {state.value?.days === 0 ? text.off : others > 0 ? text.withOthers(count(others)) : text.noneHelp}
      </p>
      <KeyButton action="undo" label={text.actions.undo} act={() => void undo()} />
    </section>
  );
}

/** How far it is, how fast, and who else decides. */
function Progress() {
  const text = words.value.review;
  const known = state.value;
  const own = session.value?.name ?? null;
  const times = decidedAt.value;
  const first = times[0];
  const minutes = first === undefined ? 0 : Math.max(1, (Date.now() - first) / 60_000);
  const others = (known?.people ?? []).filter(({ name, holds }) => name !== own && holds > 0);
  const oldest = known?.oldest_at == null ? null : (Date.now() - Date.parse(known.oldest_at)) / 1000;
  return (
    <p class="soft grow">
      {known !== null && text.left(count(known.open))}
      {oldest !== null && oldest > 0 && ` · ${text.oldest(span(oldest))}`}
      {times.length > 0 && ` · ${text.decided(count(times.length), short(times.length / minutes))}`}
      {others.map(({ name, holds }) => ` · ${text.other_person(name, count(holds))}`).join("")}
    </p>
  );
}

function Looking({ shown }: { readonly shown: Shown }) {
  const text = words.value.review;
  const [hasBoxes, setBoxes] = useState(true);
  const [typed, showTyped] = useState("");
  // A key may come before what was typed is drawn.
  const typedNow = useRef("");
  const setTyped = (text: string): void => {
    typedNow.current = text;
    showTyped(text);
  };
  const [isSeen, setSeen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const candidate = shown.item.job.result?.candidate_steps ?? null;
  const known = [
    ...(shown.boxes?.numbers.map(({ steps }) => steps) ?? []),
    ...(candidate === null ? [] : [candidate]),
  ];
  const acts: Readonly<Record<Action, () => void>> = {
    accept: () => {
      // Whoever typed a number means that one.
      if (typedNow.current !== "") tell(text.typedAlready, "bad");
      else if (candidate !== null && candidate > 0) decide(shown, { steps: candidate });
      else tell(text.noCandidate, "bad");
    },
    noCount: () => decide(shown, { none: "no_count" }),
    reject: () => decide(shown, { none: "rejected" }),
    skip: () => skip(shown),
    undo: () => void undo(),
    boxes: () => setBoxes((are) => !are),
  };
  const deciding = new Set<Action>(["accept", "noCount", "reject"]);
  useEffect(() => () => clearTimeout(timer.current), []);
  // At once, and not after the next frame: a key may come before it.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { key, repeat, ctrlKey, altKey, metaKey, target } = event;
      // One press decides about one picture.
      if (repeat || ctrlKey || altKey || metaKey || event.defaultPrevented) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const field = document.getElementById("number");
      if (target === field && key === "Escape") {
        setTyped("");
        field?.blur();
        return;
      }
      // Letters are for the desk also where a button has the focus, but not while keys are looked at or changed.
      if (target instanceof Element && target.matches("input, select, textarea, .keys :not(summary)")) return;
      if (/^\d$/.test(key)) {
        // The field gets the digit itself.
        field?.focus();
        return;
      }
      const action = actionOf(key);
      if (action === undefined || (deciding.has(action) && !isSeen)) return;
      event.preventDefault();
      acts[action]();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return (
    <div class="desk">
      <ReviewPicture
        shown={shown}
        hasBoxes={hasBoxes}
        choose={(steps) => {
          setTyped(String(steps));
          document.getElementById("number")?.focus();
        }}
        onDrawn={() => {
          timer.current = setTimeout(() => setSeen(true), leastSeenMs);
        }}
      />
      <section class="card" aria-label={text.title}>
        <div class="deciding" data-seen={isSeen}>
          <KeyButton
            strong
            action="accept"
            label={
              candidate === null || candidate === 0 ? text.actions.accept : text.acceptSteps(count(candidate))
            }
            act={acts.accept}
            isOff={!isSeen || candidate === null || candidate === 0}
          />
          <KeyButton action="noCount" label={text.actions.noCount} act={acts.noCount} isOff={!isSeen} />
          <KeyButton action="reject" label={text.actions.reject} act={acts.reject} isOff={!isSeen} />
          <KeyButton action="skip" label={text.actions.skip} act={acts.skip} />
          <KeyButton action="undo" label={text.actions.undo} act={acts.undo} />
          <KeyButton action="boxes" label={text.actions.boxes} act={acts.boxes} />
        </div>
        <NumberField
          typed={typed}
          setTyped={setTyped}
          known={known}
          isOff={!isSeen}
          book={(steps) => decide(shown, { steps })}
        />
        <About shown={shown} />
      </section>
    </div>
  );
}
