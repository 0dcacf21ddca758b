import { z } from "zod";
import { OcrEcoError } from "../../src/errors.ts";
import { printable } from "./terminal.ts";

/** Options that say how a list is printed for programs, as commander gives them. */
export interface ShapeOptions {
  /** `true` without names. */
  readonly json?: true | string;
  readonly template?: string;
}

type Row = Readonly<Record<string, unknown>>;

/** Prints rows for a program; `around` makes the document of JSON that they stand in, where they are not all of it. */
export type Shape = (rows: readonly object[], around?: (rows: readonly Row[]) => object) => string;

/**
 * How the options have rows of this schema printed; `null`: as people want them. Throws `USAGE` for members that it does not have, with those that it has, and
 * for what is no template: text with the paths of members in it, as in `{{.job_id}} {{.error.code}}`, and `\t`, `\n`, `\\`.
 */
export function shapeOf({ json, template }: ShapeOptions, schema: z.ZodObject): Shape | null {
  if (json !== undefined && template !== undefined)
    throw usage("--json and --template are two ways to print the same: choose one");
  if (template !== undefined) {
    const line = filled(template, schema);
    return (rows) => rows.map((row) => `${line({ ...row })}\n`).join("");
  }
  if (json === undefined) return null;
  const names = json === true ? null : json.split(",").map((name) => name.trim());
  for (const name of names ?? []) check("--json", [name], schema);
  const narrowed = (row: Row): Row =>
    names === null ? row : Object.fromEntries(names.map((name) => [name, row[name]]));
  return (rows, around = (all) => all) =>
    `${JSON.stringify(around(rows.map((row) => narrowed({ ...row }))), null, 2)}\n`;
}

function filled(template: string, schema: z.ZodObject): (row: Row) => string {
  // Every second part stood in braces.
  const parts = template.split(/\{\{(.*?)\}\}/s).map((part, index) => {
    if (index % 2 === 0) return withEscapes(part);
    const [, path] = /^\s*\.([\w.]+)\s*$/.exec(part) ?? [];
    if (path === undefined)
      throw usage(`--template has {{${part}}}, which is no path of a member: write it as in {{.state}}`);
    const names = path.split(".");
    check("--template", names, schema);
    return names;
  });
  return (row) => parts.map((part) => (typeof part === "string" ? part : textAt(row, part))).join("");
}

function withEscapes(text: string): string {
  const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", "\\": "\\" };
  return text.replace(/\\([tn\\])/g, (_, name: string) => escapes[name] ?? "");
}

/** Nothing for what is not there; of what has members itself, JSON. Never more than one line. */
function textAt(row: Row, names: readonly string[]): string {
  const value = names.reduce<unknown>(
    (found, name) => (typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined),
    row,
  );
  if (value === null || value === undefined) return "";
  return printable(typeof value === "object" ? JSON.stringify(value) : String(value));
}

function check(option: string, names: readonly string[], schema: z.ZodObject): void {
  let at: unknown = schema;
  for (const [index, name] of names.entries()) {
    const before = names.slice(0, index).join(".");
    const members = membersOf(at);
    if (members === null)
      throw usage(`${option}: ${before} has no members, so there is no ${names.join(".")}`);
    if (!Object.hasOwn(members, name)) {
      const known = Object.keys(members).join(", ");
      throw usage(
        `${option}: there is no "${name}"${before === "" ? "" : ` in ${before}`}. There are ${known}`,
      );
    }
    at = members[name];
  }
}

function membersOf(schema: unknown): Readonly<Record<string, unknown>> | null {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return membersOf(schema.unwrap());
  return schema instanceof z.ZodObject ? schema.shape : null;
}

function usage(message: string): OcrEcoError {
  return new OcrEcoError("USAGE", `${message}.`);
}
