import { contract, dashboardPaths, documentPaths } from "../api/contract.ts";
import type { Scope } from "../config/keys.ts";

/** The scopes that its methods need, of one path; `null` for those that need no key. */
type ByMethod = ReadonlyMap<string, Scope | null>;

const exact = new Map<string, Map<string, Scope | null>>(
  documentPaths.map((path) => [path, new Map([["GET", null]])]),
);
const patterns = new Map<string, { readonly form: RegExp; readonly methods: Map<string, Scope | null> }>();
const ofPages = dashboardPaths.map((path) => ({ method: "GET", path, scope: null }));
for (const { method, path, scope } of [...Object.values(contract), ...ofPages]) {
  const methods = path.includes(":")
    ? patterns.getOrInsertComputed(path, () => ({
        form: new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`),
        methods: new Map(),
      })).methods
    : exact.getOrInsertComputed(path, () => new Map());
  methods.set(method, scope);
}

// `/batch` is also the id of a job to the router, where its own path has no such method.
for (const [path, methods] of exact)
  for (const [method, scope] of matching(path)) if (!methods.has(method)) methods.set(method, scope);

/** The methods that a path has with their scopes, as the router sees it: a slash at its end is nothing to it. */
export function scopesAt(requested: string): ByMethod {
  const path = requested.length > 1 ? requested.replace(/\/$/, "") : requested;
  return exact.get(path) ?? matching(path);
}

/** Those of all patterns that a path has the form of. */
function matching(path: string): ByMethod {
  return new Map(
    [...patterns.values()].flatMap(({ form, methods }) => (form.test(path) ? [...methods] : [])),
  );
}
