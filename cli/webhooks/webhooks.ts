import { deliverySchema } from "../../src/api/deliveries.ts";
import { loadConfig } from "../../src/config/environment.ts";
import { OcrEcoError } from "../../src/errors.ts";
import { parseSpan } from "../common/instant.ts";
import type { Io } from "../common/io.ts";
import type { ListOptions, RemoteOptions } from "../common/options.ts";
import { deliveryCard, deliveryList } from "../output/jobs.ts";
import { shapeOf } from "../output/members.ts";
import { paragraph } from "../output/terminal.ts";
import { counted } from "../output/units.ts";
import { listQuery, print, printList, view } from "../remote/list.ts";
import { checkId, oneByOne } from "../remote/one-by-one.ts";
import { Remote } from "../remote/remote.ts";
import { statusOf } from "../remote/service-status.ts";

interface Options extends RemoteOptions {
  readonly json?: true;
}

/** Options of `webhooks redeliver` and `dismiss`, as commander gives them. */
export interface FailedOptions extends Options {
  readonly allFailed?: true;
  readonly from?: string;
  readonly until?: string;
  readonly environment?: string;
}

/** Options of `webhooks resume`, as commander gives them. */
export interface ResumeOptions extends Options {
  readonly environment?: string;
}

/** Lists deliveries, newest first. */
export async function listDeliveries(options: ListOptions, io: Io): Promise<number> {
  const shape = shapeOf(options, deliverySchema);
  const remote = Remote.from(options);
  const found = await remote.ask("listDeliveries", { query: listQuery(options) });
  const shown = view(loadConfig(), io);
  const { state = "failed" } = options;
  return printList(io, shape, found, "deliveries", () =>
    found.deliveries.length === 0
      ? `There are no such deliveries (${state}).\n`
      : deliveryList(found.deliveries, shown),
  );
}

/** Shows one delivery with its last answer. */
export async function showDelivery(id: string, options: Options, io: Io): Promise<number> {
  checkId("delivery", id);
  const found = await Remote.from(options).ask("showDelivery", { params: { webhook_id: id } });
  return print(io, options, found, () => deliveryCard(found, view(loadConfig(), io)));
}

/** What can be done about failed deliveries, in the words of the API and in ours. */
interface FailedAction {
  readonly verb: "redeliver" | "dismiss";
  readonly to: string;
  /** Of one, by its id; and of several, after their number. */
  readonly one: (id: string) => string;
  readonly several: string;
}

/** Sends failed deliveries again: those named, or all of a time or an environment. */
export function redeliver(ids: readonly string[], options: FailedOptions, io: Io): Promise<number> {
  return aboutFailed(ids, options, io, {
    verb: "redeliver",
    to: "send again",
    one: (id) => `Delivery ${id} is sent again.`,
    several: "sent again",
  });
}

/** Says that nothing has to be done about failed deliveries: those named, or all of a time or an environment. */
export function dismiss(ids: readonly string[], options: FailedOptions, io: Io): Promise<number> {
  return aboutFailed(ids, options, io, {
    verb: "dismiss",
    to: "dismiss",
    one: (id) => `Delivery ${id} is dismissed.`,
    several: "dismissed",
  });
}

async function aboutFailed(
  ids: readonly string[],
  options: FailedOptions,
  io: Io,
  { verb, to, one, several }: FailedAction,
): Promise<number> {
  const { allFailed = false, from, until, environment } = options;
  if (allFailed && ids.length > 0) throw usage("Name deliveries, or write --all-failed, but not both");
  if (!allFailed && ids.length === 0) throw usage(`Name the deliveries to ${to}, or write --all-failed`);
  if (!allFailed && (from ?? until ?? environment) !== undefined)
    throw usage("--from, --until and --environment narrow --all-failed; without it they mean nothing");
  const remote = Remote.from(options);
  if (!allFailed) {
    return oneByOne(
      ids,
      {
        kind: "delivery",
        asJson: options.json === true,
        act: (id): Promise<object> => remote.ask(verb, { params: { webhook_id: id } }),
        said: one,
      },
      io,
    );
  }
  const body = { environment, ...parseSpan(options, loadConfig().TIMEZONE) };
  const found: object = await remote.ask(verb === "dismiss" ? "dismissAll" : "redeliverAll", { body });
  const [count = 0] = Object.values(found);
  return print(io, options, found, () => `${counted(count, "delivery is", "deliveries are")} ${several}.\n`);
}

/** Lets deliveries go on that are held because a key was refused: those of an environment, else of all. */
export async function resumeDeliveries({ environment, ...options }: ResumeOptions, io: Io): Promise<number> {
  const remote = Remote.from(options);
  const names = environment === undefined ? await heldAt(remote) : [environment];
  const resumed: string[] = [];
  for (const name of names) {
    const found = await remote.ask("resumeDeliveries", { body: { environment: name } });
    resumed.push(found.environment);
  }
  return print(io, options, { resumed }, () =>
    resumed.length === 0
      ? "No deliveries are held.\n"
      : paragraph(
          io.stdout,
          `Deliveries to ${resumed.join(", ")} go on; where the key is still refused, they are held again.`,
        ),
  );
}

async function heldAt(remote: Remote): Promise<string[]> {
  const { details } = await statusOf(remote);
  return details.deliveries.held.map((each) => each.environment);
}

function usage(message: string): OcrEcoError {
  return new OcrEcoError("USAGE", `${message}.`);
}
