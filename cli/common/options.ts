import { type Command, InvalidArgumentError, type Option } from "commander";
import { deliveryIdBeginning } from "../../src/queue/delivery.ts";
import { isCallersId, jobIdBeginning } from "../../src/queue/job.ts";
import { reportDoubtCodes } from "../../src/webhook/reasons.ts";
import type { ShapeOptions } from "../output/members.ts";

/** A parser for an option's value: a whole number from 1 to `most`. */
export function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };
}

/** The same for a number that need not be whole. */
export function numberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  };
}

/** The same for a report's or user's id, as callers of the service give them. */
export function callersId(text: string): string {
  if (isCallersId(text)) return text;
  throw new InvalidArgumentError("It must be a text of 1 to 255 printable characters.");
}

/** The same for an environment's name; whether there is such a one, the service knows. */
export function environmentName(text: string): string {
  if (/^\w{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be the name of an environment: letters, digits and _.");
}

/** The same for the code of a reason that speaks against a number. */
export function doubtCode(text: string): string {
  if (reportDoubtCodes.some((code) => code === text)) return text;
  throw new InvalidArgumentError(
    "It must be a reason code that speaks against a number, as in reason_codes: one_engine, say.",
  );
}

/** The same for the id of what a list lists. */
function idIn(form: RegExp): (text: string) => string {
  return (text) => {
    if (form.test(text)) return text;
    throw new InvalidArgumentError("It must be an id as the list shows them.");
  };
}

/** Collects the values of an option that may be repeated. */
export function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Which service a command asks, as commander gives it. */
export interface RemoteOptions {
  readonly url?: string;
  readonly key?: string;
}

/** Adds the options that say which service is asked. */
export function addRemoteOptions(command: Command): Command {
  return command
    .option("--url <address>", "the service to ask (default: the one that HOST, PORT and TLS_CERT_FILE say)")
    .option(
      "--key <key>",
      "key to show; whoever lists processes sees it: rather set API_KEY or API_KEY_FILE",
    );
}

/** What the help of such commands says of keys. */
export const aboutKeys = `
The key is API_KEY or the content of API_KEY_FILE, from the environment, else from .env. It goes to the address that --url
names: use https for one that is not on this machine. Proxies that the environment names are not used.`;

/** Options of lists, as commander gives them. */
export interface ListOptions extends RemoteOptions, ShapeOptions {
  readonly state?: string;
  readonly environment?: string;
  readonly report?: string;
  readonly before?: string;
  readonly limit?: number;
}

/** As many as the service lists at once. */
const mostListed = 1000;

/** Adds the options that say how a list is printed for programs; `example` names two members of its rows. */
export function addShapeOptions(command: Command, [one, other]: readonly [string, string]): Command {
  return command
    .option("--json [members]", `print them as JSON; with members, as in ${one},${other}, only those of each`)
    .option("--template <text>", `print a line for each, as in '{{.${one}}} {{.${other}}}'`);
}

/** Adds the options that narrow a list. */
export function addListOptions(command: Command, of: "jobs" | "deliveries", state: Option): Command {
  const narrowed = addRemoteOptions(command)
    .addOption(state)
    .option("--environment <name>", "only those of this environment", environmentName)
    .option("--report <id>", "only those of this report", callersId)
    .option(
      "--before <id>",
      "only older ones: the last id of the page before, or its beginning",
      idIn(of === "jobs" ? jobIdBeginning : deliveryIdBeginning),
    )
    .option("--limit <n>", `how many, up to ${mostListed} (default: 50)`, wholeNumber(mostListed));
  return addShapeOptions(narrowed, [of === "jobs" ? "job_id" : "webhook_id", "state"]);
}
