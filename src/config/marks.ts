import { z } from "zod";

/** What a setting is, besides its form and its description. */
interface Marks {
  /** Nobody is to see its value, and it may come from a file that the same name with `_FILE` names. */
  readonly isSecret?: boolean;
  /** A running service takes it up when it is told to reload; others need a restart. */
  readonly isReloadable?: boolean;
}

const registry = z.registry<Marks>();

/** A secret, which a running service takes up. */
export function secret<Schema extends z.ZodType>(schema: Schema): Schema {
  return marked(schema, { isSecret: true, isReloadable: true });
}

/** A secret that takes a restart. */
export function lastingSecret<Schema extends z.ZodType>(schema: Schema): Schema {
  return marked(schema, { isSecret: true });
}

/** What is no secret, but leads to one, and is taken up as well. */
export function reloadable<Schema extends z.ZodType>(schema: Schema): Schema {
  return marked(schema, { isReloadable: true });
}

function marked<Schema extends z.ZodType>(schema: Schema, marks: Marks): Schema {
  // The very instance is marked: whatever is made of it later on has to be marked again.
  registry.add(schema, marks);
  return schema;
}

/** What was said of a setting. */
export function marksOf(schema: z.ZodType | undefined): Marks {
  return (schema === undefined ? undefined : registry.get(schema)) ?? {};
}
