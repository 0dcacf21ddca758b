import { computed, signal } from "@preact/signals";
import type { jobBoxes } from "../../../api/dashboard.ts";
import type { Heard } from "../../../api/endpoint.ts";
import type { nextReviews, reviewState } from "../../../api/review.ts";
import { failureCodes, isRetryable } from "../../../errors.ts";
import { ask, askPicture, Refusal } from "../ask.ts";
import { words } from "../language.ts";
import { sentenceOf, tell } from "../parts/notice.tsx";

type Item = Heard<typeof nextReviews>["items"][number];
export type Boxes = Heard<typeof jobBoxes>;

/** A report that is before this person, or soon will be, with all that is shown of it. */
export interface Shown {
  readonly item: Item;
  /** The picture's address in this browser; `null` until it is here. */
  readonly address: string | null;
  readonly boxes: Boxes | null;
  /** What was wrong with either. */
  readonly failure: string | null;
}

export type Verdict = { readonly steps: number } | { readonly none: "no_count" | "rejected" };

/** A decision that was made here. */
interface Made {
  readonly shown: Shown;
  /** When, in milliseconds. */
  readonly at: number;
  /** What came of it; `unsure` where the service may have kept it, and its answer was lost. Never rejects. */
  readonly outcome: Promise<"kept" | "unsure" | "refused">;
}

/** Reports that are taken ahead: that many pictures are here before they are needed. */
const ahead = 4;
/** Reports that the service gives at once. */
const mostAtOnce = 10;
/** Decisions that can be taken back, as far as they were not sent. */
const mostBack = 20;
/** What is shown of a report is asked for that often again, after so many milliseconds, where that can help. */
const mostLoads = 5;
const loadAgainMs = 2000;

/** What is before this person, the first one being looked at; `null` until that is known. */
export const line = signal<readonly Shown[] | null>(null);
export const current = computed(() => line.value?.[0] ?? null);
export const state = signal<Heard<typeof reviewState> | null>(null);
export const failure = signal<string | null>(null);
/** When each of this page's decisions was made, in milliseconds. */
export const decidedAt = signal<readonly number[]>([]);
/** What was decided here last, newest last. */
let back: readonly Made[] = [];
/** Those of them that are being taken back. */
const goingBack = new Set<Made>();

/** Those whose decision is on its way: the service may still offer them. */
const onTheirWay = new Set<string>();
/** Those with which something was done since the service was asked for more: its answer may be older. */
const touched = new Set<string>();
/** Addresses of pictures in this browser, which hold memory until they are given up. */
const addresses = new Set<string>();
/** How often somebody came here: what was asked for before he left is not his any more. */
let visits = 0;
/** Taking and giving back happen one after the other, or the service might hear them the other way round. */
let inOrder: Promise<void> = Promise.resolve();
let isTaking = false;
/** Whether more was wanted meanwhile. */
let isTakingAgain = false;

/** Takes what comes next; this job first where one is named. Never rejects. */
export async function takeNext(jobId?: string): Promise<void> {
  if (isTaking) {
    isTakingAgain = true;
    return;
  }
  isTaking = true;
  const visit = visits;
  inOrder = inOrder.then(() => take(jobId, visit));
  await inOrder;
  if (visit !== visits) return;
  isTaking = false;
  if (!isTakingAgain) return;
  isTakingAgain = false;
  refill();
}

async function take(jobId: string | undefined, visit: number): Promise<void> {
  touched.clear();
  for (const id of onTheirWay) touched.add(id);
  const most = Math.min(mostAtOnce, Math.max(ahead, line.value?.length ?? 0));
  try {
    const named =
      jobId === undefined ? [] : (await ask("nextReviews", { body: { most: 1, job_id: jobId } })).items;
    const { items } = await ask("nextReviews", { body: { most } });
    if (visit !== visits) return;
    const given = new Set([...named, ...items].map(({ job }) => job.job_id));
    // Where there are no more, what is not among them may be before somebody else by now. Nothing is taken from under hands.
    const present = (line.value ?? []).filter(
      (each, at) => at === 0 || items.length >= most || given.has(idOf(each)) || touched.has(idOf(each)),
    );
    const known = new Set([...present.map(idOf), ...touched]);
    const added = [...named, ...items].filter(({ job: { job_id: id } }) => !known.has(id) && known.add(id));
    line.value = [...present, ...added.map((item) => ({ item, address: null, boxes: null, failure: null }))];
    for (const item of added) void load(item.job.job_id);
    dropPictures();
    failure.value = null;
    if (jobId !== undefined && named.length === 0) tell(words.value.review.notThis, "bad");
  } catch (error) {
    if (visit === visits) failure.value = sentenceOf(error);
  }
}

/** Loads what is shown of a report, before it is needed. */
async function load(id: string): Promise<void> {
  const visit = visits;
  const present = (): Shown | undefined =>
    visit === visits ? line.value?.find((each) => idOf(each) === id) : undefined;
  const set = (more: Partial<Shown>): void => {
    line.value = line.value?.map((each) => (idOf(each) === id ? { ...each, ...more } : each)) ?? null;
  };
  const loadEach = async <What>(get: () => Promise<What>, use: (what: What) => void): Promise<void> => {
    for (let again = mostLoads; present() !== undefined; again--) {
      try {
        const what = await get();
        if (present() !== undefined) use(what);
        return;
      } catch (error) {
        if (again === 0 || !mayPass(error)) {
          if (present() !== undefined) set({ failure: sentenceOf(error) });
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, loadAgainMs));
      }
    }
  };
  await Promise.all([
    loadEach(
      () => askPicture(id),
      (picture) => {
        if (present()?.address !== null) return;
        const address = URL.createObjectURL(picture);
        addresses.add(address);
        set({ address });
      },
    ),
    loadEach(
      () => ask("jobBoxes", { params: { job_id: id } }),
      (boxes) => set({ boxes }),
    ),
  ]);
}

/** Asks how much there is to decide, and who does. Never rejects. */
export async function learnState(): Promise<void> {
  try {
    state.value = await ask("reviewState");
  } catch {
    // What is shown stays; whether the service answers is told elsewhere.
  }
}

/**
 * Decides about a report that is being looked at; the next one is there at once, and what goes wrong is said. A second press
 * before the next one is drawn was meant for the same one, and does nothing.
 */
export function decide(shown: Shown, verdict: Verdict): void {
  const id = idOf(shown);
  if (!sendOff(id)) return;
  const visit = visits;
  const at = Date.now();
  decidedAt.value = [...decidedAt.value, at];
  // Nobody here knows what came of it. From now on, this one stands for it.
  const earlier = back.find((each) => idOf(each.shown) === id);
  const outcome = ask("decideReview", { params: { job_id: id }, body: verdict }).then(
    () => {
      onTheirWay.delete(id);
      count(-1);
      return "kept" as const;
    },
    (error: unknown) => {
      onTheirWay.delete(id);
      const code = codeOf(error);
      const mayBeEarlier = earlier !== undefined && code === "REVIEW_DECIDED";
      const { notKept, mayBeKept } = words.value.review;
      const say = mayBeEarlier ? mayBeKept : notKept;
      tell(say(String(shown.item.job.report_id), sentenceOf(error)), "bad");
      if (!mayBeEarlier) uncount(at);
      if (visit !== visits) return "refused" as const;
      const isOver = code.startsWith("REVIEW_");
      // Whoever decided has it before him still, unless the service said that it is nobody's to decide any more. It comes
      // back by itself: not under the hands of who is looking at another one.
      if (!isOver) putBack(shown, 1);
      const isUnsure = isOver ? mayBeEarlier : earlier !== undefined || isLost(code);
      if (!isUnsure) forget(id);
      dropPictures();
      return isUnsure ? ("unsure" as const) : ("refused" as const);
    },
  );
  forget(id);
  back = [...back, { shown, at, outcome }].slice(-mostBack);
  dropPictures();
  refill();
}

/** Takes the last decision back. */
export async function undo(): Promise<void> {
  const last = back.findLast((each) => !goingBack.has(each));
  if (last === undefined) {
    tell(words.value.review.nothingBack, "bad");
    return;
  }
  goingBack.add(last);
  const visit = visits;
  const { job_id: id, report_id: report } = last.shown.item.job;
  try {
    if ((await last.outcome) === "refused") return;
    await ask("undoReview", { params: { job_id: id } });
    uncount(last.at);
    count(1);
    if (visit !== visits) return;
    putBack(last.shown, 0);
    back = back.filter((each) => each !== last);
  } catch (error) {
    tell(words.value.review.notKept(String(report), sentenceOf(error)), "bad");
    const code = codeOf(error);
    // Otherwise it is the next one still to be taken back.
    if (visit !== visits || !code.startsWith("REVIEW_")) return;
    // Of one that was never kept, or taken back already, only the answer was lost.
    if (code === "REVIEW_UNKNOWN" && line.value?.some((each) => idOf(each) === id)) putBack(last.shown, 0);
    back = back.filter((each) => each !== last);
  } finally {
    goingBack.delete(last);
    dropPictures();
  }
}

/** Puts a report that is being looked at behind all others. */
export function skip(shown: Shown): void {
  const id = idOf(shown);
  if (!sendOff(id)) return;
  const visit = visits;
  dropPictures();
  void ask("skipReview", { params: { job_id: id } })
    .catch((error: unknown) => tell(sentenceOf(error), "bad"))
    .finally(() => {
      onTheirWay.delete(id);
      if (visit === visits) refill();
    });
}

/** Gives back what is before this person, and forgets it here. `isGone`: the page goes, too. Never rejects. */
export function leave(isGone = false): void {
  const mayHold = isTaking || (line.value?.length ?? 0) > 0;
  visits++;
  isTaking = false;
  isTakingAgain = false;
  line.value = null;
  back = [];
  state.value = null;
  failure.value = null;
  dropPictures();
  if (!mayHold) return;
  const give = (): Promise<void> => ask("leaveReviews", { isLast: true }).then(nothing, nothing);
  if (isGone) void give();
  else inOrder = inOrder.then(give);
}

function nothing(): void {}

function idOf({ item: { job } }: Shown): string {
  return job.job_id;
}

function codeOf(error: unknown): string {
  return error instanceof Refusal ? error.code : "";
}

/** Whether the service may have done what it was asked for all the same. */
function isLost(code: string): boolean {
  return code === "UNREACHABLE" || /^HTTP_5/.test(code);
}

/** Whether it makes sense to ask again. */
function mayPass(error: unknown): boolean {
  const code = codeOf(error);
  const known = failureCodes.find((each) => each === code);
  return isLost(code) || (known !== undefined && isRetryable(known));
}

/** Takes a report that is being looked at out of the line; `false` where another one is. */
function sendOff(id: string): boolean {
  if (current.value?.item.job.job_id !== id) return false;
  line.value = line.value?.slice(1) ?? null;
  onTheirWay.add(id);
  touched.add(id);
  return true;
}

/** Puts a report in line, so that so many are before it; it is nowhere else in line then. */
function putBack(shown: Shown, place: number): void {
  const id = idOf(shown);
  if (onTheirWay.has(id)) return;
  touched.add(id);
  const inLine = line.value?.find((each) => idOf(each) === id);
  const hasPicture = shown.address !== null && addresses.has(shown.address);
  const others = (line.value ?? []).filter((each) => idOf(each) !== id);
  const again = inLine ?? (hasPicture ? shown : { ...shown, address: null });
  line.value = [...others.slice(0, place), again, ...others.slice(place)];
  if (inLine === undefined && !hasPicture) void load(id);
}

/** Has a decision be none that can be taken back. */
function forget(id: string): void {
  back = back.filter((each) => idOf(each.shown) !== id);
}

/** Gives up the pictures of reports that are neither in line nor can be taken back. */
function dropPictures(): void {
  const kept = [...(line.value ?? []), ...back.map(({ shown }) => shown)];
  for (const address of addresses) {
    if (kept.some((each) => each.address === address)) continue;
    URL.revokeObjectURL(address);
    addresses.delete(address);
  }
}

function refill(): void {
  if ((line.value?.length ?? 0) < ahead) void takeNext();
}

/** What is known of how many are left, until the service is asked again. */
function count(by: number): void {
  if (state.value !== null) state.value = { ...state.value, open: Math.max(0, state.value.open + by) };
}

/** Has a decision be none of those that were made here. */
function uncount(at: number): void {
  const place = decidedAt.value.indexOf(at);
  if (place >= 0) decidedAt.value = decidedAt.value.filter((_, each) => each !== place);
}
