/** Characters of a UUID that hold its time and its counter: `01a21a21-247d-7000`. */
const growing = 18;

/**
 * The beginning of a job's or delivery's id that no other one of the same queue has: ids grow, and all that grows stands at
 * their beginning.
 */
export function briefId(id: string): string {
  return id.slice(0, id.startsWith("msg_") ? "msg_".length + growing : growing);
}
