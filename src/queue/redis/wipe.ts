import { OcrEcoError } from "../../errors.ts";
import { infoOf } from "../../redis/info.ts";
import { number } from "../../redis/replies.ts";
import type { History } from "../port.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";

/** How much was deleted, and how much of that has left the disk. */
const askDeleted = script([
  "local kept = call('HMGET', key('wiping'), 'deleted', 'wiped')\nreturn {'ok', kept[1] or 0, kept[2] or 0}",
]);
const noteWiped = script(["call('HSET', key('wiping'), 'wiped', ask.deleted)\nreturn {'ok'}"]);

/** How long is waited for the server to have written its file anew, in milliseconds, and how often it is asked. */
const patience = 10_000;
const pause = 20;

/**
 * What was deleted stands in the server's append-only file until that is written anew, and in its snapshot until the next
 * one. Both are the server's to do, and it is asked for that once something was deleted. One that does not let this user ask, or has
 * no such file, does it in its own time.
 */
export function wiping({ calls }: Store): Pick<History, "wipe"> {
  const figures = () => infoOf(calls, "persistence");

  /** Resolves with whether a file was written anew that begins now. */
  async function rewrite(deadline: number): Promise<boolean> {
    const isLogged = (await figures())("aof_enabled") === "1";
    const [command, running, outcome] = isLogged
      ? ["BGREWRITEAOF", "aof_rewrite_in_progress", "aof_last_bgrewrite_status"]
      : ["BGSAVE", "rdb_bgsave_in_progress", "rdb_last_bgsave_status"];
    const isFree = async () => {
      const value = await figures();
      return value("aof_rewrite_in_progress") !== "1" && value("rdb_bgsave_in_progress") !== "1";
    };
    if (!(await until(isFree, deadline))) return false;
    try {
      await calls.send(command);
    } catch (error) {
      // Another instance was sooner.
      if (error instanceof Error && /in progress/i.test(error.message)) return false;
      throw error;
    }
    const isDone = async () => (await figures())(running) !== "1";
    return (await until(isDone, deadline)) && (await figures())(outcome) === "ok";
  }

  return {
    wipe: async () => {
      const [deleted = 0, wiped = 0] = (await calls.run(askDeleted)).rest.map(number);
      if (deleted === wiped) return true;
      try {
        if (!(await rewrite(performance.now() + patience))) return false;
      } catch (error) {
        // Some hosts do it themselves, and let nobody ask.
        if (!isRefusal(error)) throw error;
      }
      await calls.run(noteWiped, { deleted });
      return true;
    },
  };
}

function isRefusal(error: unknown): boolean {
  if (error instanceof OcrEcoError) return error.code === "QUEUE_REFUSED";
  return error instanceof Error && /unknown command/i.test(error.message);
}

async function until(isSo: () => Promise<boolean>, deadline: number): Promise<boolean> {
  while (!(await isSo())) {
    if (performance.now() > deadline) return false;
    await Bun.sleep(pause);
  }
  return true;
}
