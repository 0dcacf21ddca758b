import { OcrEcoError } from "../errors.ts";
import type { Calls } from "./calls.ts";
import { list, number, orNull, text, texts } from "./replies.ts";
import { script } from "./script.ts";

/** How what is kept is arranged; another number with each change that an older program does not understand. */
const version = 1;

/** Notes that the keys of this prefix are ours where nobody has, and says what is noted. */
const claimPrefix = script([
  `
local kind = call('TYPE', key('schema')).ok
if kind ~= 'hash' and kind ~= 'none' then return {'other'} end
local kept = call('HMGET', key('schema'), 'program', 'version')
if kept[1] then return {kept[1] == 'ocr-eco' and 'ours' or 'other', kept[2], now} end
if ask.version then
  call('HSET', key('schema'), 'program', 'ocr-eco', 'version', ask.version)
  return {'ours', ask.version, now}
end
return {'new', false, now}
`,
]);

/**
 * Makes sure that the keys which begin with a prefix are a queue's of this version, and gives back the server's time. Rejects with
 * `QUEUE_NEWER` and `QUEUE_DAMAGED`, and changes nothing then.
 */
export async function checkSchema(calls: Calls, prefix: string): Promise<number> {
  let looked = await calls.run(claimPrefix, { opens: true });
  if (looked.word === "new" && (await hasKeys(calls, prefix))) {
    // Another instance may have begun it meanwhile.
    looked = await calls.run(claimPrefix, { opens: true });
    if (looked.word === "new") throw notOurs(calls.server, prefix);
  }
  const { word, rest } =
    looked.word === "new" ? await calls.run(claimPrefix, { opens: true, version }) : looked;
  if (word !== "ours") throw notOurs(calls.server, prefix);
  const kept = number(rest[0] ?? null);
  if (kept > version)
    throw new OcrEcoError(
      "QUEUE_NEWER",
      `The queue ${prefix} of the ${calls.server} was written by a newer ocr-eco (its schema is ${kept}, this program knows ${version}). Run the newer program, or set another prefix in QUEUE_URL.`,
    );
  return number(rest[1]);
}

/** Whether anybody has keys that begin so. Asked once in the life of a queue. */
async function hasKeys(calls: Calls, prefix: string): Promise<boolean> {
  const pattern = `${prefix.replace(/[\\*?[\]]/g, "\\$&")}:*`;
  for (let cursor = "0"; ; ) {
    const [next, keys] = list(await calls.send("SCAN", cursor, "MATCH", pattern, "COUNT", 1000));
    if (texts(keys).length > 0) return true;
    cursor = orNull(next ?? null, text) ?? "0";
    if (cursor === "0") return false;
  }
}

function notOurs(server: string, prefix: string): OcrEcoError {
  return new OcrEcoError(
    "QUEUE_DAMAGED",
    `The ${server} has keys that begin with ${prefix}: and are no queue of ocr-eco. Nothing was changed; set another prefix in QUEUE_URL.`,
  );
}
