import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

export type Schema = Readonly<Record<string, unknown>>;

// Strict: a keyword that it does not know is an error, so that nothing is checked by halves.
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, allowUnionTypes: true });
formats(ajv, ["date-time", "date", "uri", "uuid"]);
/** By what they say: compiling takes longer than all checks, and most routes fail in the same form. */
const compiled = new Map<string, ValidateFunction>();

/** What in `value` breaks the JSON Schema, as sentences. Throws for a schema that is none. */
export function violations(schema: Schema, value: unknown): string[] {
  const { $schema: _, ...rest } = schema;
  const validate = compiled.getOrInsertComputed(JSON.stringify(rest), () => ajv.compile(rest));
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message}`);
}
