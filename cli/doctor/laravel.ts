import type { Destination } from "../../src/config/destinations.ts";
import { parseSecrets } from "../../src/config/signing-secrets.ts";
import { withDeadline } from "../../src/outgoing/deadline.ts";
import { exchange } from "../../src/outgoing/exchange.ts";
import { send } from "../../src/webhook/send.ts";
import { bad, type Finding, good, poor } from "./finding.ts";

/** Seconds that Laravel may take. */
const timeoutSeconds = 10;
/** Milliseconds that it may take to say what time it is. */
const clockMs = 5000;

/**
 * Whether the destinations are reached and take the key, each of them once, for all environments that it has. It is sent a
 * result without anything in it, signed as a delivery is, which is refused, but only after key and signature were looked
 * at: so nothing is booked.
 */
export async function checkLaravel(destinations: readonly Destination[]): Promise<Finding[]> {
  if (destinations.length === 0) {
    const doing = "ocr-eco init, or set LARAVEL_API_URL and LARAVEL_API_KEY";
    return [poor("Laravel", "no destination is set: every report is refused", doing)];
  }
  const same = Map.groupBy(destinations, ({ url, key, secrets }) => JSON.stringify([url, key, secrets]));
  const found: Finding[] = [];
  for (const together of same.values()) found.push(await checkTogether(together));
  return found;
}

async function checkTogether(together: readonly Destination[]): Promise<Finding> {
  const about = `Laravel ${together.map(({ environment }) => environment).join(", ")}`;
  const [{ url, key, secrets, setBy }] = together as [Destination];
  const result = await send(
    { baseUrl: url, apiKey: key, secrets: secrets.flatMap((secret) => parseSecrets(secret)), timeoutSeconds },
    { id: "msg_doctor", body: "{}" },
  );
  if (result.kind === "unanswered") {
    const doing = `check ${setBy.url}, the network and its server`;
    return bad(about, `${url} is not reached: ${result.detail}`, doing);
  }
  const { status } = result;
  if (status === 422 || status === 400)
    return good(about, `${url} takes the key (${status} to an empty result, as it should)`);
  if (status === 401 || status === 403) {
    const what = secrets.length > 0 ? "key or the signature" : "key";
    const set =
      secrets.length > 0 ? `${setBy.key}, and WEBHOOK_SECRET to the secret,` : `${setBy.key} to the key`;
    return bad(
      about,
      `${url} refuses the ${what} (${status})`,
      `set ${set} that it knows, then ocr-eco reload`,
    );
  }
  if (status >= 200 && status < 300) {
    const doing = `it checks nothing: see that ${setBy.url} is Laravel's`;
    return poor(about, `${url} accepted an empty result (${status})`, doing);
  }
  if (status === 404) return bad(about, `${url} has no /api/ocr/result (404)`, `check ${setBy.url}`);
  if (status >= 300 && status < 400) {
    return bad(
      about,
      `${url} redirects (${status}); deliveries follow no redirects`,
      `set ${setBy.url} to where it leads`,
    );
  }
  return bad(about, `${url} answers ${status}`, "see Laravel's log");
}

/** Whether the clocks agree, by the Date of an answer: signatures and dates of pictures hang on it. */
export async function checkClock(
  destinations: readonly Destination[],
  now: () => number = Date.now,
): Promise<Finding> {
  for (const { url } of destinations) {
    try {
      // Some servers give a HEAD no Date.
      const request = { url: new URL(url), method: "GET", headers: {} };
      const date = await withDeadline(clockMs, (deadline) =>
        exchange(request, deadline, async ({ headers }) => headers.date),
      );
      const theirs = Date.parse(date ?? "");
      if (Number.isNaN(theirs)) continue;
      const seconds = Math.round(Math.abs(now() - theirs) / 1000);
      return seconds <= 5
        ? good("clock", `as that of ${new URL(url).host}`)
        : bad("clock", `${seconds} s apart from that of ${new URL(url).host}`, "timedatectl set-ntp true");
    } catch {
      // The next one may answer.
    }
  }
  return poor("clock", "there is nobody to compare it with", "timedatectl shows whether it is synchronised");
}
