import { OcrEcoError } from "../errors.ts";
import { schemaVersion } from "./base.ts";
import type { Calls } from "./calls.ts";
import { list, number, orNull, text, texts } from "./replies.ts";
import { script } from "./script.ts";

/** Notes that the keys of this prefix are ours where nobody has, and says what is noted. */
const claimPrefix = script([
  `
local kind = call('TYPE', key('schema')).ok
if kind ~= 'hash' and kind ~= 'none' then return {'other'} end
local kept = call('HMGET', key('schema'), 'program', 'version', 'mark')
if kept[1] then return {kept[1] == 'ocr-eco' and 'ours' or 'other', kept[2], now, kept[3]} end
if ask.version then
  call('HSET', key('schema'), 'program', 'ocr-eco', 'version', ask.version)
  return {'ours', ask.version, now}
end
return {'new', false, now}
`,
]);

/**
 * What stands over a queue that nobody may work with: it is being copied here (`arriving`), all of it is here but may still be
 * elsewhere (`arrived`), it is being copied away (`leaving`), or was (`left`).
 */
type MarkKind = "arriving" | "arrived" | "leaving" | "left";

/** Such a mark, and of which move it is: nobody goes on with, or undoes, what somebody else has begun. */
export interface Mark {
  readonly kind: MarkKind;
  readonly of: string;
}

const setMark = script([
  `
if ask.mark then call('HSET', key('schema'), 'mark', ask.mark) else call('HDEL', key('schema'), 'mark') end
return {'ok'}
`,
]);

const getMark = script(["return {'ok', call('HGET', key('schema'), 'mark')}"]);

/** Has a mark stand over the queue, or none. */
export async function mark(calls: Calls, which: Mark | null): Promise<void> {
  await calls.run(setMark, which === null ? {} : { mark: `${which.kind}:${which.of}` });
}

/** What stands over the queue; `null` where nothing does, or there is none. */
export async function markOver(calls: Calls): Promise<Mark | null> {
  return toMark(orNull((await calls.run(getMark)).rest[0], text));
}

/** Whether anything was ever kept under the prefix. */
export async function isBegun(calls: Calls): Promise<boolean> {
  return (await calls.run(claimPrefix, { opens: true })).word !== "new";
}

function toMark(written: string | null): Mark | null {
  if (written === null) return null;
  const [kind = "", of = ""] = written.split(":");
  return { kind: kind as MarkKind, of };
}

/**
 * Makes sure that the keys which begin with a prefix are a queue's of this version, and gives back the server's time. Rejects with
 * `QUEUE_NEWER`, `QUEUE_DAMAGED` and `QUEUE_MOVED`, and changes nothing then. `isMoving` is for who moves the queue.
 */
export async function checkSchema(calls: Calls, prefix: string, isMoving = false): Promise<number> {
  let looked = await calls.run(claimPrefix, { opens: true });
  if (looked.word === "new" && (await hasKeys(calls, prefix))) {
    // Another instance may have begun it meanwhile.
    looked = await calls.run(claimPrefix, { opens: true });
    if (looked.word === "new") throw notOurs(calls.server, prefix);
  }
  const { word, rest } =
    looked.word === "new" ? await calls.run(claimPrefix, { opens: true, version: schemaVersion }) : looked;
  if (word !== "ours") throw notOurs(calls.server, prefix);
  const kept = number(rest[0] ?? null);
  if (kept > schemaVersion)
    throw new OcrEcoError(
      "QUEUE_NEWER",
      `The queue ${prefix} of the ${calls.server} was written by a newer ocr-eco (its schema is ${kept}, this program knows ${schemaVersion}). Run the newer program, or set another prefix in QUEUE_URL.`,
    );
  const over = toMark(orNull(rest[2], text));
  if (over !== null && !isMoving) throw moved(over, calls.server, prefix);
  return number(rest[1]);
}

function moved({ kind }: Mark, server: string, prefix: string): OcrEcoError {
  const where = `The queue ${prefix} of the ${server}`;
  return new OcrEcoError(
    "QUEUE_MOVED",
    kind === "left"
      ? `${where} was moved elsewhere by ocr-eco queue migrate. Run the service with that queue, or set another prefix in QUEUE_URL.`
      : kind === "leaving"
        ? `${where} is being moved by ocr-eco queue migrate, which has not ended. Run that again, or with --give-up to go on here.`
        : `${where} is not all there: ocr-eco queue migrate, or restore, has not ended. Run that again.`,
  );
}

/** Whether anybody has keys that begin so. Asked once in the life of a queue. */
async function hasKeys(calls: Calls, prefix: string): Promise<boolean> {
  const pattern = `${prefix.replace(/[\\*?[\]]/g, "\\$&")}:*`;
  for (let cursor = "0"; ; ) {
    const [next, keys] = list(await calls.send("SCAN", cursor, "MATCH", pattern, "COUNT", 1000));
    // What replicas are asked about may be there before all else, on a server that was emptied.
    if (texts(keys).some((name) => name !== `${prefix}:replicated`)) return true;
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
