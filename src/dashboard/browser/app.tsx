import { useEffect } from "preact/hooks";
import { Jobs } from "./jobs/jobs.tsx";
import { listing as jobs } from "./jobs/list.ts";
import { type Language, language, languages, span, words } from "./language.ts";
import { age, isLive, startListening, status, stopListening } from "./live.ts";
import { listing as log } from "./log/list.ts";
import { Log } from "./log/log.tsx";
import { totals } from "./now/history.tsx";
import { Now } from "./now/now.tsx";
import { Confirm } from "./parts/confirm.tsx";
import { doing, Notices } from "./parts/notice.tsx";
import { decidedAt } from "./review/desk.ts";
import { Review } from "./review/review.tsx";
import { type View, view, views } from "./route.ts";
import { isIn, isUnreachable, learnSession, mayOperate, mayReview, session, signOut } from "./session.ts";
import { SignInForm } from "./sign-in.tsx";
import { nextTheme, theme } from "./theme.ts";
import { Try, tried } from "./try/try.tsx";

const shown: Readonly<Record<View, () => preact.JSX.Element>> = {
  now: Now,
  jobs: Jobs,
  review: Review,
  try: Try,
  log: Log,
};

const sessionEveryMs = 600_000;

function forgetSeen(): void {
  status.value = null;
  totals.value = null;
  jobs.listed.value = null;
  log.listed.value = null;
  decidedAt.value = [];
  tried.value = null;
}

/** The page. */
export function App() {
  const inside = isIn.value;
  useEffect(() => {
    if (inside) startListening();
    else stopListening();
  }, [inside]);
  const who = session.value?.name ?? null;
  useEffect(() => {
    // What one person has seen is nothing for the next one at the same screen.
    if (!inside) forgetSeen();
    return forgetSeen;
  }, [inside, who]);
  useEffect(() => {
    if (!inside) return;
    // So that the cookie gets another value from time to time while the page is open.
    const timer = setInterval(() => void learnSession(), sessionEveryMs);
    return () => clearInterval(timer);
  }, [inside]);
  useEffect(() => {
    document.title = inside ? `${words.value.views[view.value]} – ocr-eco` : words.value.title;
  }, [inside, view.value, language.value]);
  const Shown = shown[view.value];
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("content")?.focus()}>
        {words.value.skip}
      </button>
      <Header />
      <main id="content" tabIndex={-1}>
        {session.value === null ? <Waiting /> : inside ? <Shown /> : <SignInForm />}
      </main>
      <Notices />
      <Confirm />
    </>
  );
}

function Waiting() {
  const isAway = isUnreachable.value;
  useEffect(() => {
    if (!isAway) return;
    const timer = setInterval(() => void learnSession(), 2000);
    return () => clearInterval(timer);
  }, [isAway]);
  return <p class="soft">{isAway ? words.value.signIn.unreachable : words.value.loading}</p>;
}

function Header() {
  const {
    name,
    open,
    signed_in: isSignedIn,
  } = session.value ?? { name: null, open: false, signed_in: false };
  // Whoever may not see a view is told so only where its address was typed.
  const may: Partial<Record<View, boolean>> = { log: mayOperate.value, review: mayReview.value };
  const offered = views.filter((each) => may[each] ?? true);
  return (
    <header>
      <b class="brand">ocr-eco</b>
      {isIn.value && (
        <nav aria-label={words.value.menu}>
          {offered.map((each) => (
            <a key={each} href={`#${each}`} aria-current={each === view.value ? "page" : undefined}>
              {words.value.views[each]}
            </a>
          ))}
        </nav>
      )}
      {isIn.value && <Connection />}
      <span class="grow" />
      {isSignedIn && name !== null && <span class="soft who">{words.value.signedInAs(name)}</span>}
      {!isSignedIn && open && <span class="soft who">{words.value.open}</span>}
      {isSignedIn && (
        <button
          type="button"
          class="plain"
          onClick={() =>
            void doing(async () => {
              await signOut();
              return words.value.done;
            })
          }
        >
          {words.value.signOut}
        </button>
      )}
      <label class="language">
        <span class="hidden">{words.value.language}</span>
        <select
          value={language.value}
          onChange={({ currentTarget }) => {
            language.value = currentTarget.value as Language;
          }}
        >
          {Object.entries(languages).map(([code, { name: called }]) => (
            <option key={code} value={code} lang={code}>
              {called}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="plain"
        onClick={nextTheme}
        title={words.value.theme[theme.value]}
        aria-label={words.value.theme[theme.value]}
      >
        <span aria-hidden="true">{{ system: "◐", light: "☀", dark: "☾" }[theme.value]}</span>
      </button>
    </header>
  );
}

/** Whether what is shown is of now. */
function Connection() {
  const { live } = words.value;
  const seconds = age.value;
  if (isLive.value) return <span class="pill good">{live.live}</span>;
  if (seconds === null) return <span class="pill">{live.connecting}</span>;
  // Said once to whoever hears the page, and not with each second.
  return (
    <span class="pill bad">
      <span role="status">{live.lost}</span>: {live.old(span(seconds))}
    </span>
  );
}
