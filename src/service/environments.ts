import { OcrEcoError } from "../errors.ts";
import type { History } from "../queue/port.ts";

/**
 * The environment that somebody means, in lower case: one that is configured, or that had jobs before. Rejects with
 * `ENVIRONMENT_UNKNOWN` for any other one, in which nothing would ever be found.
 */
export async function environmentNamed(
  name: string,
  history: Pick<History, "environments">,
  configured: readonly string[],
): Promise<string> {
  const environment = name.toLowerCase();
  const known = [...new Set([...configured, ...(await history.environments())])].sort();
  if (known.includes(environment)) return environment;
  const all = new Intl.ListFormat("en-GB").format(known);
  throw new OcrEcoError("ENVIRONMENT_UNKNOWN", `There is no environment ${environment}. There are ${all}.`);
}
