import type { Scope } from "../config/keys.ts";

/** What a person may do at the dashboard, each with all that the one before it may. */
export const roles = ["look", "review", "operate"] as const;
export type Role = (typeof roles)[number];

/**
 * The scopes that a role is worth: a person may ask for what a key with these may, and whoever signs in with a key for no more
 * than with the key itself.
 */
export const scopesOf: Readonly<Record<Role, readonly Scope[]>> = {
  look: ["look"],
  review: ["look", "review"],
  operate: ["look", "review", "admin"],
};

/** The role of whoever signs in with a key; `null` for a key that shows its caller no more than his own reports. */
export function roleOfKey(scopes: readonly Scope[]): Role | null {
  if (scopes.includes("admin")) return "operate";
  if (scopes.includes("review")) return "review";
  return scopes.includes("look") ? "look" : null;
}
