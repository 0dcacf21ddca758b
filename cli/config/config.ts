import { loadServiceConfig } from "../../src/config/environment.ts";
import { type SettingInForce, settingsInForce } from "../../src/config/in-force.ts";
import { unknownSettings } from "../../src/config/unknown-settings.ts";
import { settingsFile } from "../../src/config/variables.ts";
import { toFailure } from "../../src/errors.ts";
import { parseAcceptance } from "../../src/webhook/acceptance.ts";
import type { Io } from "../common/io.ts";
import { painter, printable, type Terminal, tell } from "../output/terminal.ts";

/** Options of `config`, as commander gives them. */
export interface ConfigOptions {
  readonly json?: true;
  readonly set?: true;
}

/** Prints the settings in force and where each comes from, and says what is wrong with them. Gives back the exit status. */
export function showConfig({ json, set }: ConfigOptions, io: Io): number {
  // First, because it reads the file anew, which may be a pipe.
  const wrong = whatIsWrong();
  const settings = settingsInForce().filter(
    ({ source }) => set !== true || (source !== null && source !== "default"),
  );
  const unknown = unknownSettings();
  if (json === true) {
    io.stdout.write(`${JSON.stringify({ ok: wrong === null, wrong, unknown, settings }, null, 2)}\n`);
  } else {
    io.stdout.write(table(io.stdout, settings));
    for (const sentence of unknown) tell(io.stderr, `${sentence}.`);
    if (wrong !== null) tell(io.stderr, wrong);
  }
  return wrong === null ? 0 : 2;
}

function whatIsWrong(): string | null {
  try {
    loadServiceConfig({ ACCEPT: parseAcceptance });
    return null;
  } catch (error) {
    return toFailure(error).message;
  }
}

function table(stream: Terminal, settings: readonly SettingInForce[]): string {
  const paint = painter(stream);
  const width = Math.max(...settings.map(({ name }) => name.length), 0);
  const lines = settings.map(({ name, value, isHidden, characters, source }) => {
    const shown = isHidden ? `(hidden, ${characters} characters)` : printable(value ?? "");
    const from = source === null ? "not set" : printable(source);
    const line = `${name.padEnd(width)}  ${shown}${shown === "" ? "" : "  "}${paint("dim", `← ${from}`)}`;
    return source === null || source === "default" ? paint("dim", line) : line;
  });
  const count = `${settings.length} settings, of the environment, ${printable(settingsFile())} and the defaults`;
  return `${paint("dim", count)}\n${lines.join("\n")}\n`;
}
