/** A JSON Schema, as far as this program's own one goes. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

type Check = (rule: never, value: unknown, schema: Schema, at: string) => readonly string[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const complain = (ok: boolean, sentence: string): readonly string[] => (ok ? [] : [sentence]);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

const fitting = (schemas: readonly Schema[], value: unknown, at: string): number =>
  schemas.filter((schema) => violations(schema, value, at).length === 0).length;

const checks: Readonly<Record<string, Check>> = {
  type: (type: string | string[], value, _schema, at) =>
    complain(
      [type].flat().some((each) => types[each]?.(value) === true),
      `${at} is no ${[type].flat().join(" or ")}`,
    ),
  const: (wanted: unknown, value, _schema, at) => complain(value === wanted, `${at} is not ${wanted}`),
  enum: (allowed: unknown[], value, _schema, at) =>
    complain(allowed.includes(value), `${at} is not in the list`),
  minimum: (least: number, value, _schema, at) => complain(Number(value) >= least, `${at} is below ${least}`),
  maximum: (most: number, value, _schema, at) => complain(Number(value) <= most, `${at} is above ${most}`),
  required: (names: string[], value, _schema, at) =>
    names.flatMap((name) => complain(isObject(value) && name in value, `${at}.${name} is missing`)),
  properties: (properties: Record<string, Schema>, value, _schema, at) =>
    Object.entries(properties).flatMap(([name, schema]) =>
      isObject(value) && name in value ? violations(schema, value[name], `${at}.${name}`) : [],
    ),
  additionalProperties: (rule: Schema, value, schema, at) => {
    const known = isObject(schema["properties"]) ? schema["properties"] : {};
    const others = isObject(value) ? Object.entries(value).filter(([name]) => !(name in known)) : [];
    return others.flatMap(([name, other]) => violations(rule, other, `${at}.${name}`));
  },
  propertyNames: (rule: Schema, value, _schema, at) =>
    Object.keys(value ?? {}).flatMap((name) => violations(rule, name, `${at}: the name ${name}`)),
  items: (rule: Schema, value, _schema, at) =>
    (value as unknown[]).flatMap((item, index) => violations(rule, item, `${at}[${index}]`)),
  anyOf: (schemas: Schema[], value, _schema, at) =>
    complain(fitting(schemas, value, at) > 0, `${at} fits none`),
  oneOf: (schemas: Schema[], value, _schema, at) =>
    complain(fitting(schemas, value, at) === 1, `${at} does not fit exactly one`),
  description: () => [],
  $schema: () => [],
};

/**
 * What in `value` breaks the schema, as sentences. Throws for a keyword that it does not know, so that a
 * schema which grows is never checked by halves.
 */
export function violations(schema: Schema, value: unknown, at = "record"): string[] {
  const found: string[] = [];
  for (const [keyword, rule] of Object.entries(schema)) {
    const check = checks[keyword];
    if (check === undefined)
      throw new Error(`The keyword ${keyword} of JSON Schema is not known to the tests.`);
    found.push(...check(rule as never, value, schema, at));
    // The others would speak of members of something that has none.
    if (keyword === "type" && found.length > 0) return found;
  }
  return found;
}
