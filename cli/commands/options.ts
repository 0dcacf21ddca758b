import { type Command, InvalidArgumentError } from "commander";

/** A parser for an option's value: a whole number from 1 to `most`. */
export function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };
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
