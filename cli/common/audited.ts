import { mkdirSync, readFileSync, statSync } from "node:fs";
import { attempt } from "../../src/config/attempt.ts";
import { loadQueueServer } from "../../src/config/environment.ts";
import { reasonOf, toFailure } from "../../src/errors.ts";
import { AuditLog } from "../../src/observability/audit.ts";
import { SharedAudit } from "../../src/observability/shared-audit.ts";
import { sharedStoreOf } from "../../src/redis/address.ts";
import type { SharedStore } from "../../src/redis/shared-store.ts";
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
  const note = async (outcome: string): Promise<void> => {
    const { log, close } = auditLog(dataFolder, stderr);
    await log.note({ via: "cli", action, by: userName(), target, outcome });
    close();
  };
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

/** With what all instances share, where the settings name it. */
function auditLog(folder: string, stderr: Terminal): { log: AuditLog; close: () => void } {
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
        `${message} (${"err" in details ? reasonOf(details.err) : "reason" in details ? details.reason : "for no reason that it says"}).`,
      ),
  };
  const store = attempt(sharedStore, (what) =>
    tell(stderr, `The audit log that instances share does not have this (${what}).`),
  );
  const shared = store == null ? undefined : new SharedAudit({ calls: store.calls, log });
  const onCreated = (descriptor: number): void => handOver(descriptor, statSync(folder));
  const close = (): void => {
    shared?.close();
    store?.close();
  };
  return { log: new AuditLog({ folder, log, most: null, shared, onCreated }), close };
}

/** `null` where no server keeps what instances share. Throws `CONFIG_INVALID`. */
function sharedStore(): SharedStore | null {
  const server = loadQueueServer();
  return server === null ? null : sharedStoreOf(server);
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
