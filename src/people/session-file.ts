import { z } from "zod";
import { type Session, sessionSchema } from "./session.ts";
import { StateFile } from "./state-file.ts";

/** Bytes of the file: a thousand sessions have half of that. */
const mostBytes = 2_097_152;

/** Keeps sessions over a restart, so that nobody has to sign in again. */
export function sessionFile(path: string, warn: (sentence: string) => void): StateFile<Session> {
  return new StateFile({
    path,
    schema: z.array(sessionSchema),
    mostBytes,
    warn,
    lost: "everybody has to sign in again",
    unkept: "whoever signs in has to do so again after a restart",
  });
}
