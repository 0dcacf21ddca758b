import type { Destination } from "../../src/config/destinations.ts";
import { withDeadline } from "../../src/outgoing/deadline.ts";
import { exchange } from "../../src/outgoing/exchange.ts";
import { send } from "../../src/webhook/send.ts";
import { bad, type Finding, good, poor } from "./finding.ts";

/** Seconds that Laravel may take. */
const timeoutSeconds = 10;
/** Milliseconds that it may take to say what time it is. */
const clockMs = 5000;

/**
 * Whether an environment is reached and takes the key. It is sent a result without anything in it, which is refused, but
 * only after the key was looked at: so nothing is booked.
 */
export async function checkLaravel({ environment, url, key }: Destination): Promise<Finding> {
  const about = `Laravel ${environment}`;
  const suffix = environment.toUpperCase();
  const result = await send(
    { baseUrl: url, apiKey: key, secrets: [], timeoutSeconds },
    { id: "msg_doctor", body: "{}" },
  );
  if (result.kind === "unanswered") {
    return bad(
      about,
      `${url} is not reached: ${result.detail}`,
      `check LARAVEL_API_URL_${suffix}, the network and its server`,
    );
  }
  const { status } = result;
  if (status === 422 || status === 400)
    return good(about, `${url} takes the key (${status} to an empty result, as it should)`);
  if (status === 401 || status === 403) {
    return bad(
      about,
      `${url} refuses the key (${status})`,
      `set LARAVEL_API_KEY_${suffix} to the key that it knows, then kill -HUP the service`,
    );
  }
  if (status >= 200 && status < 300) {
    return poor(
      about,
      `${url} accepted an empty result (${status})`,
      "it checks nothing: see that LARAVEL_API_URL is Laravel's",
    );
  }
  if (status === 404)
    return bad(about, `${url} has no /api/ocr/result (404)`, `check LARAVEL_API_URL_${suffix}`);
  if (status >= 300 && status < 400) {
    return bad(
      about,
      `${url} redirects (${status}); deliveries follow no redirects`,
      `set LARAVEL_API_URL_${suffix} to where it leads`,
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
