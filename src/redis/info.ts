import type { Reply } from "./connection.ts";
import { list, text, texts } from "./replies.ts";

/** Whoever sends commands to a server: over one connection, or over whichever there is. */
interface Asked {
  send(command: string, ...values: readonly (string | number)[]): Promise<Reply>;
}

/** What a server says of itself: the values of a section by their names, empty for what is not there. */
export async function infoOf(asked: Asked, section: string): Promise<(name: string) => string> {
  const lines = text(await asked.send("INFO", section)).split("\r\n");
  const values = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
  return (name) => values.get(name) ?? "";
}

/** A setting of the server; `null` where it does not tell, as many hosts have it. */
export async function settingOf(asked: Asked, name: string): Promise<string | null> {
  try {
    return texts(await asked.send("CONFIG", "GET", name))[1] ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether a server can wait until its replicas have something in their append-only files (`WAITAOF`: Redis and Valkey from 7.2 on),
 * and syncs each write to its own. One that syncs once a second is asked for their memory alone: whoever runs it does not mind a
 * second, and each report would wait for one.
 */
export async function waitsForFiles(asked: Asked): Promise<boolean> {
  try {
    const [known = null] = list(await asked.send("COMMAND", "INFO", "WAITAOF"));
    if (known === null) return false;
  } catch {
    return false;
  }
  const settings = await Promise.all([settingOf(asked, "appendonly"), settingOf(asked, "appendfsync")]);
  return settings.join(" ") === "yes always";
}
