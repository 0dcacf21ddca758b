import type { EventEmitter } from "node:events";
import type { Command } from "commander";
import { version } from "../../src/build-info.ts";
import { fitted, paragraphsOf } from "../output/help-text.ts";

/** Columns of examples: a page is mostly shown in 78, of which 7 are its margin and 4 theirs. */
const exampleWidth = 66;

/** The manual page of `program` and all of its commands, made from what their help says, as man(7) of groff has it. */
export function manualOf(program: Command): string {
  const name = program.name();
  const title = `.TH ${escaped(name.toUpperCase())} 1 "" "${escaped(`${name} ${version}`)}" "User Commands"`;
  return `${[
    title,
    ".SH NAME",
    `${escaped(name)} \\- ${escaped(lowerFirst(program.description()).replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    `.B ${escaped(name)}`,
    ".I command",
    "[options] [arguments]",
    ".SH OPTIONS",
    ...options(program),
    ".SH COMMANDS",
    ...commandsIn(program, [name]),
  ].join("\n")}\n`;
}

function commandsIn(parent: Command, path: readonly string[]): string[] {
  return parent
    .createHelp()
    .visibleCommands(parent)
    .flatMap((command) => {
      const words = [...path, command.name()];
      const described = [
        `.SS ${escaped([...words, usageOf(command)].join(" ").trim())}`,
        escaped(sentence(command.description())),
        ...options(command),
        ...textAfter(command),
      ];
      return [...described, ...commandsIn(command, words)];
    });
}

/** What may stand behind its name. Each command takes options: its help at least. */
function usageOf(command: Command): string {
  const isGroup = command.commands.length > 0;
  return isGroup ? "<command>" : command.usage().replace(/^\[options\] ?/, "");
}

function options(command: Command): string[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => option.long !== "--help" || command.parent === null)
    .flatMap((option) => [
      ".TP",
      `.B ${escaped(option.flags)}`,
      escaped(sentence(command.createHelp().optionDescription(option))),
    ]);
}

/** What the help says behind the options: paragraphs, and what is indented as it stands. */
function textAfter(command: Command): string[] {
  const written: string[] = [];
  // What `addHelpText` was given, commander hands over to whoever writes help.
  const emitter: unknown = command;
  (emitter as EventEmitter).emit("afterHelp", {
    error: false,
    command,
    write: (text: string) => written.push(text),
  });
  const blocks = written.join("").trim().split(/\n\n+/).filter(Boolean);
  return blocks.flatMap((block) => {
    const lines = block.split("\n");
    const first = lines.findIndex((line) => line.startsWith(" "));
    const prose = lines.slice(0, first === -1 ? undefined : first);
    const examples = first === -1 ? [] : lines.slice(first);
    return [
      ...paragraphsOf(prose).flatMap((paragraph) => [".PP", escaped(paragraph)]),
      ...(examples.length === 0 ? [] : [".PP", ".RS 4", ".nf", ...shown(examples), ".fi", ".RE"]),
    ];
  });
}

function shown(examples: readonly string[]): string[] {
  const indent = 2;
  return fitted(examples, exampleWidth + indent).map((line) => escaped(line.slice(indent)));
}

/**
 * A text in which troff finds nothing to do: groff(7), "Escape Sequences". Its own characters are named, and those
 * beyond ASCII by their number; each text is a line of its own, so none begins like a request.
 */
function escaped(text: string): string {
  const safe = text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replaceAll("`", "\\(ga")
    .replaceAll('"', "\\(dq")
    .replaceAll("^", "\\(ha")
    .replaceAll("~", "\\(ti")
    .replace(/[^\x20-\x7e]/gu, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return `\\[u${code.toString(16).toUpperCase().padStart(4, "0")}]`;
    });
  return safe.startsWith(".") ? `\\&${safe}` : safe;
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?)]$/.test(whole) ? whole : `${whole}.`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
