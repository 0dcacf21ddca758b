import type { Calls } from "../../redis/calls.ts";
import { number, text } from "../../redis/replies.ts";
import type { Script } from "../../redis/script.ts";
import type { Job } from "../job.ts";
import type { WorkKind } from "../listeners.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";

/** The name of a claim for whoever holds it: what is claimed, and under which name. */
export function claimTokenOf(id: string, claim: string | null): string {
  return `${id}.${claim}`;
}

/** The same of a job, which is told of what its delivery is made with. */
export function jobTokenOf({ id, environment }: Job, claim: string | null): string {
  return `${claimTokenOf(id, claim)}.${environment}`;
}

/** What a claim token names, as scripts are asked. One that was never given out names a row that does not exist. */
export function held(claimToken: string): { row: string; claim: string; token: string } {
  const [row = "", claim = ""] = claimToken.split(".");
  return { row, claim, token: claimToken };
}

/** The same of a job, and its environment. */
export function heldJob(claimToken: string): ReturnType<typeof held> & { environment: string } {
  const claimed = held(claimToken);
  return { ...claimed, environment: claimToken.slice(claimTokenOf(claimed.row, claimed.claim).length + 1) };
}

/** Keeps what the script of a claim has noted of who asks. */
export function noteIdle({ idle }: Pick<Store, "idle">, kind: WorkKind, isIdle: boolean): void {
  if (isIdle) idle.add(kind);
  else idle.delete(kind);
}

/** Other claims than those that are known are lost. */
const renewing = script([
  `
local answer = {'ok'}
for _, each in ipairs(ask.claims) do
  if call('HGET', key(ask.kind, each.row), 'c') == each.claim then
    call('ZADD', key('leases', ask.leases), plan + ask.lease, each.row)
  else
    answer[#answer + 1] = each.token
  end
end
return answer
`,
]);

const batch = 200;

/** Prolongs claims, and gives back those that are not held any more. */
export async function renewAll(
  calls: Calls,
  kind: "job" | "delivery",
  claimTokens: readonly string[],
  lease: number,
): Promise<string[]> {
  const lost: string[] = [];
  const leases = kind === "job" ? "jobs" : "deliveries";
  for (let from = 0; from < claimTokens.length; from += batch) {
    const claims = claimTokens.slice(from, from + batch).map(held);
    const { rest } = await calls.run(renewing, { kind, leases, claims, lease });
    lost.push(...rest.map(text));
  }
  return lost;
}

/** Has a script release what has run out until there is no more. Says how many. */
export async function releaseAll(calls: Calls, releasing: Script): Promise<number> {
  for (let released = 0; ; ) {
    const [count] = (await calls.run(releasing, { most: batch })).rest;
    released += number(count);
    if (number(count) < batch) return released;
  }
}
