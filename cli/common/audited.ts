import { mkdirSync, readFileSync, statSync } from "node:fs";
import { attempt } from "../../src/config/attempt.ts";
import { reasonOf, toFailure } from "../../src/errors.ts";
import { AuditLog } from "../../src/observability/audit.ts";
import { type Terminal, tell } from "../output/terminal.ts";
import { handOver } from "./lined-file.ts";

/**
 * Does it, and has the audit log of a data folder say so, whether it worked or not. Where the log cannot be written, `stderr`
 * gets a sentence.
 */
export async function audited<T>(
  dataFolder: string,
  action: string,
  target: Readonly<Record<string, unknown>>,
  stderr: Terminal,
  act: () => T | Promise<T>,
): Promise<T> {
  const note = (outcome: string): Promise<void> =>
    auditLog(dataFolder, stderr).note({
      via: "cli",
      action,
      by: userName(),
      target,
      outcome,
    });
  let done: T;
  try {
    done = await act();
  } catch (error) {
    await note(toFailure(error).code);
    throw error;
  }
  await note("ok");
  return done;
}

function auditLog(folder: string, stderr: Terminal): AuditLog {
  // Where it cannot be made, the log itself says so.
  attempt(
    () => mkdirSync(folder, { recursive: true, mode: 0o700 }),
    () => {},
  );
  const log = {
    info() {},
    error: (details: object, message: string) =>
      tell(
        stderr,
        `${message} (${"err" in details ? reasonOf(details.err) : "for no reason that it says"}).`,
      ),
  };
  const onCreated = (descriptor: number): void => handOver(descriptor, statSync(folder));
  return new AuditLog({ folder, log, most: null, onCreated });
}

/** The user of this process. What the environment says is anybody's; in containers, numbers often have no name. */
function userName(): string {
  const uid = String(process.getuid?.());
  const users = attempt(
    () => readFileSync("/etc/passwd", "utf8").split("\n"),
    () => {},
  );
  const name = users?.map((line) => line.split(":")).find(([, , id]) => id === uid)?.[0];
  return name ?? `uid ${uid}`;
}
