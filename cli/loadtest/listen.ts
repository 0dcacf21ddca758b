import { connect, isIPv6 } from "node:net";
import { OcrEcoError } from "../../src/errors.ts";
import type { Remote } from "../remote/remote.ts";
import type { Listen } from "./stand-in.ts";

/** Where pictures and results are served, and how the service hears of it. */
export interface Place {
  readonly listen: Listen;
  readonly announced: string;
}

/** For a service that was started for it. */
export const ownListen: Place = { listen: { host: "127.0.0.1", port: 0 }, announced: "127.0.0.1" };

/** Always the same, so that a service can be set up for it. */
const usualPort = 8099;
/** How long a connection may take to come about, in milliseconds. */
const patience = 10_000;

/** The address of this machine that a service can reach, unless somebody names another. Throws `USAGE`. */
export async function listenFor(
  remote: Remote,
  { listen, announce }: { listen?: string; announce?: string },
): Promise<Place> {
  if (announce !== undefined && !/^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(announce)) {
    throw new OcrEcoError(
      "USAGE",
      `--announce ${announce} is no address. Write it as in http://10.1.2.3:8099.`,
    );
  }
  const named = listen === undefined ? null : parseListen(listen);
  const host = named?.host ?? (await localAddress(remote));
  return {
    listen: { host, port: named?.port ?? usualPort },
    // Nobody can connect to "all addresses".
    announced: announce ?? (["0.0.0.0", "::"].includes(host) ? await localAddress(remote) : host),
  };
}

function parseListen(text: string): Listen {
  const [, bracketed, plain, digits] = /^(?:(?:\[([\da-f:.]+)\]|([\w.-]*)):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  const host = bracketed ?? (plain === undefined || plain === "" ? "0.0.0.0" : plain);
  if (digits === undefined || port > 65_535 || (bracketed !== undefined && !isIPv6(bracketed))) {
    throw new OcrEcoError(
      "USAGE",
      `--listen ${text} is no address. Write it as in 8099, 10.1.2.3:8099 or [::]:8099.`,
    );
  }
  return { host, port };
}

/** The address that this machine has on its way to the service. */
async function localAddress({ url }: Remote): Promise<string> {
  const { hostname, port, protocol } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (protocol === "https:" ? 443 : 80),
    timeout: patience,
  });
  const failed = (why: string) => () =>
    reject(
      new OcrEcoError("SERVER_UNREACHABLE", `${url} cannot be reached (${why}). See whether it runs there.`),
    );
  socket.once("connect", () => resolve(socket.localAddress ?? "127.0.0.1"));
  socket.once("error", failed("connection failed"));
  socket.once("timeout", failed("time-out"));
  try {
    return (await promise).replace(/^::ffff:/, "");
  } finally {
    socket.destroy();
  }
}
