import { isRetryable, OcrEcoError } from "../../src/errors.ts";
import type { KnownStatus } from "../../src/service/findings.ts";
import type { Remote } from "./remote.ts";
import { toldFindings } from "./told-findings.ts";

/** Asks for the state of a service, with what only callers with a key hear. Rejects with what `Remote` rejects with. */
export async function statusOf(remote: Remote): Promise<KnownStatus> {
  const found = await remote.ask("appStatus");
  const { details } = found;
  if (details !== undefined) return { ...found, details };
  // Whoever shows no key that is known is answered all the same; another route says what is wrong with it.
  await remote.ask("askJob", { params: { job_id: "none" } }).catch((error: unknown) => {
    if (!(error instanceof OcrEcoError) || error.code.startsWith("KEY_") || isRetryable(error.code))
      throw error;
  });
  throw new OcrEcoError(
    "SERVER_OLDER",
    `${remote.url} says nothing of its details: it is of another version than this command. Update it.`,
  );
}

/** What `--json` prints. */
export function reportOf(remote: Remote, found: KnownStatus) {
  const findings = toldFindings(found);
  return {
    url: remote.url,
    level: findings.some(({ level }) => level === "over") ? "over" : "fine",
    findings,
    status: found,
  };
}
