import { computed, signal } from "@preact/signals";
import type { KnownStatus } from "../../service/findings.ts";
import { routes } from "./routes.ts";
import { learnSession } from "./session.ts";

/** Milliseconds without news after which the connection counts as lost: news come each second. */
const silence = 5000;
/** Milliseconds before each further try; the last one is kept. */
const pauses = [500, 1000, 2000, 5000, 10_000] as const;

/** How the service is, as it said last. */
export const status = signal<KnownStatus | null>(null);
/** When that was, by this browser's clock. */
const heardAt = signal<number | null>(null);
const now = signal(Date.now());

/** Seconds since the last news; `null` before the first. */
export const age = computed(() =>
  heardAt.value === null ? null : Math.max(0, Math.round((now.value - heardAt.value) / 1000)),
);
/** Whether news come. */
export const isLive = computed(() => heardAt.value !== null && now.value - heardAt.value < silence);

let source: EventSource | undefined;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let clock: ReturnType<typeof setInterval> | undefined;
let lastSign = 0;

/** Listens from now on, over all breaks of the connection. */
export function startListening(): void {
  if (clock !== undefined) return;
  clock = setInterval(() => {
    now.value = Date.now();
    // A connection that is dead without a word says nothing for ever.
    if (source !== undefined && Date.now() - lastSign > silence) again();
  }, 1000);
  connect();
}

export function stopListening(): void {
  clearInterval(clock);
  clearTimeout(timer);
  clock = undefined;
  source?.close();
  source = undefined;
}

function connect(): void {
  lastSign = Date.now();
  const opened = new EventSource(routes.live.path);
  source = opened;
  opened.addEventListener("status", ({ data }) => {
    failures = 0;
    lastSign = Date.now();
    status.value = JSON.parse(data) as KnownStatus;
    heardAt.value = lastSign;
    now.value = lastSign;
  });
  opened.addEventListener("over", () => again());
  opened.addEventListener("error", () => again());
}

/** The browser's own way to try again gives up at the first answer that is no stream, and asks too often before. */
function again(): void {
  source?.close();
  source = undefined;
  clearTimeout(timer);
  const pause = pauses[Math.min(failures, pauses.length - 1)] ?? 10_000;
  failures++;
  timer = setTimeout(() => {
    if (clock === undefined) return;
    // Where the session has ended this says so, and the page asks to sign in.
    void learnSession().then(() => {
      if (clock !== undefined) connect();
    });
  }, pause);
}
