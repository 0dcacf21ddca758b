import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

export type Schema = Readonly<Record<string, unknown>>;

// Strict: a keyword that it does not know is an error, so that nothing is checked by halves.
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, allowUnionTypes: true });
formats(ajv, ["date-time", "date", "uri", "uuid"]);

/** What in `value` breaks the JSON Schema, as sentences. Throws for a schema that is none. */
export function violations(schema: Schema, value: unknown): string[] {
  const { $schema: _, ...rest } = schema;
  const validate = ajv.compile(rest);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message}`);
}
