import { computed, signal } from "@preact/signals";
import type { jobBoxes } from "../../../api/dashboard.ts";
import type { Heard } from "../../../api/endpoint.ts";
import type { nextReviews, reviewState } from "../../../api/review.ts";
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

/** Reports that are taken ahead: that many pictures are here before they are needed. */
const ahead = 4;
/** Decisions that can be taken back, as far as they were not sent. */
const mostBack = 20;

/** What is before this person, the first one being looked at; `null` until that is known. */
export const line = signal<readonly Shown[] | null>(null);
export const current = computed(() => line.value?.[0] ?? null);
export const state = signal<Heard<typeof reviewState> | null>(null);
export const failure = signal<string | null>(null);
/** When each of this page's decisions was made, in milliseconds. */
export const decidedAt = signal<readonly number[]>([]);
/** What was decided here last, newest last. */
const back = signal<readonly { readonly shown: Shown; readonly kept: Promise<boolean> }[]>([]);

/** Those whose decision is on its way: the service may still offer them. */
const onTheirWay = new Set<string>();
/** How often somebody came here: what was asked for before he left is not his any more. */
let visits = 0;
/** Taking and giving back happen one after the other, or the service might hear them the other way round. */
let inOrder: Promise<void> = Promise.resolve();
let isTaking = false;

/** Takes what comes next; this job first where one is named. Never rejects. */
export async function takeNext(jobId?: string): Promise<void> {
  if (isTaking) return;
  isTaking = true;
  const visit = visits;
  inOrder = inOrder.then(() => take(jobId, visit));
  await inOrder;
  if (visit === visits) isTaking = false;
}

async function take(jobId: string | undefined, visit: number): Promise<void> {
  try {
    const named =
      jobId === undefined ? [] : (await ask("nextReviews", { body: { most: 1, job_id: jobId } })).items;
    const { items } = await ask("nextReviews", { body: { most: ahead } });
    if (visit !== visits) return;
    const present = line.value ?? [];
    const known = new Set([...present.map(({ item }) => item.job.job_id), ...onTheirWay]);
    const added = [...named, ...items].filter(({ job: { job_id: id } }) => !known.has(id) && known.add(id));
    line.value = [...present, ...added.map((item) => ({ item, address: null, boxes: null, failure: null }))];
    for (const item of added) void load(item.job.job_id);
    failure.value = null;
    if (jobId !== undefined && named.length === 0) tell(words.value.review.notThis, "bad");
  } catch (error) {
    if (visit === visits) failure.value = sentenceOf(error);
  }
}

/** Loads what is shown of a report, before it is needed. */
async function load(id: string): Promise<void> {
  const set = (more: Partial<Shown>): void => {
    line.value =
      line.value?.map((each) => (each.item.job.job_id === id ? { ...each, ...more } : each)) ?? null;
  };
  await Promise.all([
    askPicture(id).then(
      (picture) => set({ address: URL.createObjectURL(picture) }),
      (error) => set({ failure: sentenceOf(error) }),
    ),
    ask("jobBoxes", { params: { job_id: id } }).then(
      (boxes) => set({ boxes }),
      (error) => set({ failure: sentenceOf(error) }),
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
  const { job_id: id, report_id: report } = shown.item.job;
  if (current.value?.item.job.job_id !== id) return;
  line.value = line.value?.slice(1) ?? null;
  onTheirWay.add(id);
  decidedAt.value = [...decidedAt.value, Date.now()];
  const kept = ask("decideReview", { params: { job_id: id }, body: verdict }).then(
    () => {
      count(-1);
      return true;
    },
    (error: unknown) => {
      decidedAt.value = decidedAt.value.slice(0, -1);
      tell(words.value.review.notKept(String(report), sentenceOf(error)), "bad");
      // Whoever decided has it before him still, unless the service said that it is nobody's to decide any more.
      if (!(error instanceof Refusal && error.code.startsWith("REVIEW_"))) putBack(shown);
      back.value = back.value.filter((each) => each.shown !== shown);
      return false;
    },
  );
  void kept.finally(() => onTheirWay.delete(id));
  const all = [...back.value, { shown, kept }];
  for (const { shown: old } of all.slice(0, -mostBack)) dropPicture(old);
  back.value = all.slice(-mostBack);
  refill();
}

/** Takes the last decision back. */
export async function undo(): Promise<void> {
  const last = back.value.at(-1);
  if (last === undefined) {
    tell(words.value.review.nothingBack, "bad");
    return;
  }
  back.value = back.value.slice(0, -1);
  if (!(await last.kept)) return;
  try {
    await ask("undoReview", { params: { job_id: last.shown.item.job.job_id } });
    decidedAt.value = decidedAt.value.slice(0, -1);
    count(1);
    putBack(last.shown);
  } catch (error) {
    tell(sentenceOf(error), "bad");
  }
}

/** Puts a report that is being looked at behind all others. */
export function skip({ item: { job } }: Shown): void {
  const { job_id: id } = job;
  if (current.value?.item.job.job_id !== id) return;
  line.value = line.value?.slice(1) ?? null;
  onTheirWay.add(id);
  void ask("skipReview", { params: { job_id: id } })
    .catch((error: unknown) => tell(sentenceOf(error), "bad"))
    .finally(() => {
      onTheirWay.delete(id);
      refill();
    });
}

/** Gives back what is before this person, and forgets it here. `isGone`: the page goes, too. Never rejects. */
export function leave(isGone = false): void {
  const mayHold = isTaking || (line.value?.length ?? 0) > 0;
  visits++;
  isTaking = false;
  for (const shown of [...(line.value ?? []), ...back.value.map((each) => each.shown)]) dropPicture(shown);
  line.value = null;
  back.value = [];
  state.value = null;
  failure.value = null;
  if (!mayHold) return;
  const give = (): Promise<void> => ask("leaveReviews", { isLast: true }).then(nothing, nothing);
  if (isGone) void give();
  else inOrder = inOrder.then(give);
}

function nothing(): void {}

function dropPicture({ address }: Shown): void {
  if (address !== null) URL.revokeObjectURL(address);
}

function putBack(shown: Shown): void {
  line.value = [shown, ...(line.value ?? [])];
}

function refill(): void {
  if ((line.value?.length ?? 0) < ahead) void takeNext();
}

/** What is known of how many are left, until the service is asked again. */
function count(by: number): void {
  if (state.value !== null) state.value = { ...state.value, open: Math.max(0, state.value.open + by) };
}
