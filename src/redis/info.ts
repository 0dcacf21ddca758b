import type { Calls } from "./calls.ts";
import { text, texts } from "./replies.ts";

/** What a server says of itself: the values of a section by their names, empty for what is not there. */
export async function infoOf(calls: Calls, section: string): Promise<(name: string) => string> {
  const lines = text(await calls.send("INFO", section)).split("\r\n");
  const values = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
  return (name) => values.get(name) ?? "";
}

/** A setting of the server; `null` where it does not tell, as many hosts have it. */
export async function settingOf(calls: Calls, name: string): Promise<string | null> {
  try {
    return texts(await calls.send("CONFIG", "GET", name))[1] ?? null;
  } catch {
    return null;
  }
}
