/**
 * What only a queue has that is kept in a folder of this machine: files that can be checked, copied, replaced and mended, and
 * a lock. Whoever asks for more than `Queue` comes through here, so that it shows what another adapter would not have.
 */

export { backUp } from "./sqlite/backup.ts";
export {
  checkBackup,
  contentsIn,
  damageIn,
  type QueueContents,
  refuseWithoutQueue,
} from "./sqlite/contents.ts";
export { makeFolder } from "./sqlite/folder.ts";
export { lockFolder, lockIn } from "./sqlite/lock.ts";
export { beginEmpty, goOnWithRest, type Restored, restore } from "./sqlite/restore.ts";
