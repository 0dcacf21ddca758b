import { z } from "zod";
import { ageOf } from "../../src/config/key-age.ts";
import { type ApiKey, limitText } from "../../src/config/keys.ts";
import { columns } from "../output/columns.ts";

/** What is said of a key. */
export const keyRowSchema = z.object({
  name: z.string(),
  scopes: z.array(z.string()).readonly(),
  limit: z.string(),
  issued: z.string().nullish(),
  age_days: z.int().nullable(),
  expires: z.string().nullish(),
  state: z.string(),
});
type KeyRow = z.infer<typeof keyRowSchema>;

/** Says it. `today` is an ISO day. */
export function keyRow(key: ApiKey, today: string): KeyRow {
  const { name, scopes, limit, issued, expires } = key;
  const { days, state } = ageOf(key, today);
  return { name, scopes, limit: limitText(limit ?? null), issued, age_days: days, expires, state };
}

/** Rows under their headings; nothing where there are none. */
export function keyTable(rows: readonly KeyRow[]): string {
  if (rows.length === 0) return "";
  const lines = [
    ["name", "scopes", "limit", "issued", "age", "expires", "state"],
    ...rows.map(({ name, scopes, limit, issued, age_days, expires, state }) => [
      name,
      scopes.join("+"),
      limit,
      issued ?? "",
      `${age_days} days`,
      expires ?? "never",
      state,
    ]),
  ];
  return columns(lines);
}
