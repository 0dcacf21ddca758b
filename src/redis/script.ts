import { base } from "./base.ts";
import type { Reply } from "./connection.ts";

/** A script that runs in the server: nobody else does anything meanwhile. What it wrote before an error of its own stays, so it checks first. */
export interface Script {
  readonly source: string;
  /** By which the server knows it. */
  readonly sha1: string;
}

/**
 * Makes a script of its parts, which are put behind what all of them need. One that ends or frees something also runs where the
 * server has no memory left; one that `takesRoom` is refused there before it has done anything.
 */
export function script(parts: readonly string[], takesRoom = false): Script {
  return plainScript([base, ...parts], takesRoom);
}

/**
 * What all scripts begin with. While a cluster moves their keys to another node, one by one, a script would end in its middle at the
 * first that is not here any more, or not yet anywhere: it is refused as a whole then. Whoever asks for a key that never is
 * hears of it, since the node does not know whether the other one has it.
 */
const isWhole = `
local asked = redis.pcall('EXISTS', KEYS[1] .. ':never')
if type(asked) == 'table' then
  -- Who may not ask hears of that.
  if string.find(asked.err, 'NOPERM', 1, true) or string.find(asked.err, 'ACL', 1, true) then return asked end
  return redis.error_reply('TRYAGAIN The keys are being moved to another node.')
end
`;

/** The same for what is no part of an installation's state: without what others begin with. */
export function plainScript(parts: readonly string[], takesRoom = false): Script {
  const source = [`#!lua${takesRoom ? "" : " flags=allow-oom"}`, isWhole, ...parts].join("\n");
  return { source, sha1: new Bun.CryptoHasher("sha1").update(source).digest("hex") };
}

/** Runs a script, which names one key, and is told the rest. Rejects as `send` does. */
export async function evaluate(
  { sha1, source }: Script,
  key: string,
  values: readonly (string | Buffer)[],
  send: (command: string, ...values: readonly (string | Buffer | number)[]) => Promise<Reply>,
): Promise<Reply> {
  try {
    return await send("EVALSHA", sha1, 1, key, ...values);
  } catch (error) {
    // A server that was started anew, or took over, knows no scripts.
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    return send("EVAL", source, 1, key, ...values);
  }
}
