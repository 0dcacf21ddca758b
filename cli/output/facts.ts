import { painter, printable, type Terminal, wrap } from "./terminal.ts";

/** A name, and what is said under it; `null` leaves it out. */
export type Fact = readonly [name: string, text: string | null];

/** Names and what is said under each, a line for each, broken where a terminal is narrow. */
export function factLines(stream: Terminal, facts: readonly Fact[]): string {
  const paint = painter(stream);
  const said = facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== "");
  const nameWidth = Math.max(...said.map(([name]) => name.length)) + 2;
  const width = stream.isTTY === true ? (stream.columns ?? 80) - nameWidth : Number.POSITIVE_INFINITY;
  return said
    .flatMap(([name, text]) =>
      wrap(printable(text), width).map(
        (line, index) => `${paint("dim", (index === 0 ? name : "").padEnd(nameWidth))}${line}\n`,
      ),
    )
    .join("");
}
