import { computed, signal } from "@preact/signals";
import type { session as sessionEndpoint } from "../../api/dashboard.ts";
import type { Heard } from "../../api/endpoint.ts";
import { ask, csrf, Refusal, whenInDoubt, whenOver } from "./ask.ts";

type Session = Heard<typeof sessionEndpoint>;

/** Who is signed in; `null` until that is known. */
export const session = signal<Session | null>(null);
/** Whether there was somebody, whose session has ended. */
export const isOver = signal(false);
/** Whether the service could not be asked who is signed in. */
export const isUnreachable = signal(false);

/** Whether the page may be seen. */
export const isIn = computed(() => session.value !== null && (session.value.signed_in || session.value.open));
/** Whether doubtful reports may be decided. */
export const mayReview = computed(() => ["review", "operate"].includes(session.value?.role ?? ""));
/** Whether it may change something. */
export const mayOperate = computed(() => session.value?.role === "operate");

whenOver(() => {
  if (session.value !== null)
    take({ ...session.value, signed_in: false, name: null, role: null, csrf: null });
});

/** Asks who is signed in. Never rejects. */
export async function learnSession(): Promise<void> {
  try {
    take(await ask("session"));
    isUnreachable.value = false;
  } catch {
    isUnreachable.value = true;
  }
}

/**
 * Signs in. Rejects with a `Refusal`; its code is `NOT_KEPT` where the browser keeps no cookie: by http it does for localhost
 * alone.
 */
export async function signIn(body: { name: string; password: string } | { key: string }): Promise<void> {
  const begun = await ask("signIn", { body });
  const known = await ask("session");
  if (begun.signed_in && !known.signed_in) throw new Refusal("NOT_KEPT", "");
  isOver.value = false;
  take(known);
}

export async function signOut(): Promise<void> {
  take(await ask("signOut"));
  isOver.value = false;
}

whenInDoubt(() => void learnSession());

function take(next: Session): void {
  if (session.value?.signed_in === true && !next.signed_in) isOver.value = true;
  csrf.value = next.csrf;
  session.value = next;
}
