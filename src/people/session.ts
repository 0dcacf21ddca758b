import { z } from "zod";
import { roles } from "./roles.ts";

/** Somebody who is signed in, as that is kept. Times are milliseconds since 1970. */
export const sessionSchema = z.object({
  /** Names it where its cookie must not stand. */
  id: z.string(),
  /** Who signed in: a user of the file, or whoever has a key. */
  name: z.string(),
  by: z.enum(["password", "key"]),
  role: z.enum(roles),
  /** Changes when the password or the key does. */
  proof: z.string(),
  /** What the page has to show with everything that changes something. */
  csrf: z.string(),
  startedAt: z.int(),
  endsAt: z.int(),
  /** SHA-256 of the cookie's value in hex, when that was made, and whether it has come back. */
  current: z.object({ hash: z.string(), madeAt: z.int(), isSeen: z.boolean() }),
  /** The value before, until it is refused; `null` for as long as the new one has not come back. */
  before: z.object({ hash: z.string(), until: z.int().nullable() }).nullable(),
});
export type Session = z.infer<typeof sessionSchema>;
