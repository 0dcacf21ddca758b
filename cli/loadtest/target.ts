import { OcrEcoError } from "../../src/errors.ts";
import { loadTestEnvironment } from "../../src/queue/load-tests.ts";
import type { KnownStatus } from "../../src/service/findings.ts";
import { confirm } from "../common/confirm.ts";
import type { Io } from "../common/io.ts";
import type { Remote } from "../remote/remote.ts";
import { statusOf } from "../remote/service-status.ts";
import { Follower } from "./follower.ts";
import { Ledger } from "./ledger.ts";
import { sendReports } from "./sender.ts";
import type { StandIn } from "./stand-in.ts";

/** How results come back: delivered here, or seen by asking, because they are delivered elsewhere. */
type Way = "delivered" | "polled";

/** What is known of a service before it is loaded. */
export interface Target {
  readonly way: Way;
  /** The environment that reports name; `null` where they name none. */
  readonly environment: string | null;
  /** Sentences about what is not as it could be. */
  readonly notes: readonly string[];
}

/** How long one report may take before it is taken as one that is not delivered here, in milliseconds. */
const patience = 60_000;

/** What somebody said of the service that is to be loaded. */
interface Said {
  readonly yes?: true;
  readonly yesProduction?: true;
}

/**
 * Asks a service who it is, and whoever runs the command whether it is meant where the service delivers real reports, too:
 * `null` where it is not. Throws `LOADTEST_PRODUCTION` where it is what people work with and nobody said that it may be,
 * and `USAGE` where nobody can be asked.
 */
export async function checkInstance(
  remote: Remote,
  { yes, yesProduction }: Said,
  io: Io,
): Promise<KnownStatus | null> {
  const status = await statusOf(remote);
  const { instance_env: name, destinations } = status.details;
  if (yesProduction === true) return status;
  if (name?.trim().toLowerCase() === "production") {
    throw new OcrEcoError(
      "LOADTEST_PRODUCTION",
      `${remote.url} is in production (INSTANCE_ENV): a load test makes everybody's reports wait. Add --yes-production if that is meant.`,
    );
  }
  const real = destinations.filter(({ environment }) => environment !== loadTestEnvironment);
  if (real.length === 0 || yes === true) return status;
  const where = [...new Set(real.map(({ url }) => url))].join(" and ");
  const names = real.map(({ environment }) => environment).join(", ");
  const question = `${remote.url} delivers to ${where} (${names}): load it, though reports from there would wait?`;
  return (await confirm(question, io)) ? status : null;
}

/**
 * Sends one report that nothing depends on, to find out whether its picture is loaded from here and its result delivered
 * here. `environment`: what reports are to name, where somebody said it.
 */
export async function findWay(
  remote: Remote,
  standIn: StandIn,
  run: string,
  environment: string | undefined,
  signal: AbortSignal,
): Promise<Target> {
  const named = environment ?? loadTestEnvironment;
  const ledger = new Ledger(`${run}-first`);
  standIn.ledger = ledger;
  const follower = new Follower(remote.place, remote.key, ledger, false);
  try {
    const sending = {
      place: remote.place,
      key: remote.key,
      environment: named,
      standIn,
      run: `${run}-first`,
      ledger,
      patience: patience / 1000,
    };
    const one = { connections: 1, reports: 1, seconds: null, perSecond: null };
    await sendReports(one, sending, signal);
    const [refusal] = ledger.errors;
    if (ledger.entries.length === 0) {
      if (refusal?.cause.endsWith("ENVIRONMENT_UNKNOWN") === true && environment === undefined)
        return { way: "polled", environment: null, notes: [settings(standIn)] };
      throw notTaken(remote, refusal?.cause ?? "no answer");
    }
    const [entry] = ledger.entries;
    const end = performance.now() + patience;
    while (ledger.open.size > 0 && performance.now() < end && !signal.aborted) await Bun.sleep(20);
    if (entry?.deliveredAt != null && entry.failure === null)
      return { way: "delivered", environment: named, notes: [] };
    if (entry?.deliveredAt != null) {
      const note = `It cannot load pictures from here (${entry.failure}), so that every job will fail. ${settings(standIn)}`;
      return { way: "delivered", environment: named, notes: [note] };
    }
    const note =
      ledger.open.size > 0
        ? `The first report had no result within ${patience / 1000} s, so that nobody knows whether results are delivered here; their jobs are asked for. See what waits with ocr-eco status.`
        : `Results of the environment ${named} are not delivered here. ${settings(standIn)}`;
    return { way: "polled", environment: named, notes: [note] };
  } finally {
    follower.close();
  }
}

/** The settings with which a service can be measured the whole way. */
function settings(standIn: StandIn): string {
  const { hostname } = new URL(standIn.url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const network = host.includes(":")
    ? `${host}/128`
    : /^[\d.]+$/.test(host)
      ? `${host}/32`
      : "the network of that host";
  return [
    "To measure the whole way, to the delivered result, start the service with these settings",
    `(the key is of no use, and keeps your application's from being sent here): LARAVEL_API_URL_LOADTEST=${standIn.url}`,
    `LARAVEL_API_KEY_LOADTEST=key-of-no-use ALLOWED_PRIVATE_NETWORKS=${network}`,
  ].join(" ");
}

function notTaken(remote: Remote, cause: string): OcrEcoError {
  return new OcrEcoError(
    "LOADTEST_REFUSED",
    `${remote.url} does not take the first report (${cause}). See what that says before it is loaded.`,
  );
}
