import type { Argument, Command, Option } from "commander";
import { reportDoubtCodes } from "../../src/webhook/reasons.ts";

/** What shells ask for while somebody types. */
export const offers = ["environments", "jobs", "deliveries"] as const;
export type Offer = (typeof offers)[number];

/**
 * What may stand as a value: one of some words, files, what the program offers when it is asked, or what nobody can
 * know.
 */
export type Value =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "files" }
  | { readonly kind: "offer"; readonly offer: Offer }
  | { readonly kind: "unknown" };

/** An option as a shell sees it. */
interface KnownOption {
  readonly flags: readonly string[];
  readonly description: string;
  /** What has to stand behind it; `null` where nothing has to. */
  readonly value: Value | null;
}

/** A command as a shell sees it. */
export interface Known {
  /** Its words after the program's name: none for the program itself. */
  readonly path: readonly string[];
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly KnownOption[];
  /** What its arguments may be. */
  readonly argument: Value;
}

/** What may be typed of `program`: of itself, of each of its commands, and of theirs. */
export function knownIn(command: Command, path: readonly string[] = []): Known[] {
  const visible = command.createHelp();
  const commands = visible.visibleCommands(command);
  const own: Known = {
    path,
    commands: commands.map((each) => ({ name: each.name(), description: each.description() })),
    options: visible.visibleOptions(command).map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined),
      description: option.description,
      value: option.required ? valueBehind(option, path) : null,
    })),
    argument: argumentOf(command.registeredArguments[0], path),
  };
  return [own, ...commands.flatMap((each) => knownIn(each, [...path, each.name()]))];
}

function argumentOf(argument: Argument | undefined, path: readonly string[]): Value {
  if (argument === undefined) return { kind: "unknown" };
  if (argument.argChoices !== undefined) return { kind: "words", words: argument.argChoices };
  if (argument.name() === "id") return idsOf(path);
  // The name of a key that is to be made, or to go.
  return { kind: argument.name() === "name" ? "unknown" : "files" };
}

function valueBehind(option: Option, path: readonly string[]): Value {
  if (option.argChoices !== undefined) return { kind: "words", words: option.argChoices };
  if (option.long === "--environment") return { kind: "offer", offer: "environments" };
  // Too many for the help, where the choices of an option stand.
  if (option.long === "--doubt") return { kind: "words", words: reportDoubtCodes };
  if (option.long === "--before" && path[0] !== "audit") return idsOf(path);
  return { kind: /[<](file|folder|path)/.test(option.flags) ? "files" : "unknown" };
}

function idsOf([group]: readonly string[]): Value {
  return { kind: "offer", offer: group === "webhooks" ? "deliveries" : "jobs" };
}
