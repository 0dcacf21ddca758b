import { OcrEcoError } from "../errors.ts";
import { profiles } from "../reading/apps/index.ts";
import type { Reading } from "../reading/reading.ts";
import type { ReportReason } from "./reasons.ts";

/** `verified`: sure readings are booked. `none`: every reading goes to a human. */
type Rule = "verified" | "none";

/** The emergency switch: what is booked without a human look, for all apps and for single ones. */
export interface Acceptance {
  readonly general: Rule;
  /** By the app's name in lower case. */
  readonly apps: ReadonlyMap<string, Rule>;
}

/** Readings of no app that we know go by this name. */
const otherApp = "Other";

/**
 * Reads `ACCEPT`: a rule for all apps, rules for single ones, or both, as in `verified,Fitbit:none`. Throws
 * `CONFIG_INVALID`: a switch that is thrown with a misspelt name must not look as if it worked.
 */
export function parseAcceptance(text: string): Acceptance {
  const known = [...profiles.map((profile) => profile.name), otherApp];
  const general: Rule[] = [];
  const apps = new Map<string, Rule>();
  for (const part of text.split(",").map((each) => each.trim())) {
    const [, app, word = ""] = /^(?:(.*):)?(.*)$/s.exec(part) ?? [];
    const rule = word.trim().toLowerCase();
    if (rule !== "verified" && rule !== "none") {
      throw invalid(`${part || "nothing"} is no rule. Write it as in verified,Fitbit:none`);
    }
    if (app === undefined) {
      general.push(rule);
      continue;
    }
    const name = known.find((each) => each.toLowerCase() === app.trim().toLowerCase());
    if (name === undefined) throw invalid(`${app.trim()} is no app. Known are ${known.join(", ")}`);
    if (apps.has(name.toLowerCase())) throw invalid(`it has two rules for ${name}. Keep one`);
    apps.set(name.toLowerCase(), rule);
  }
  if (general.length > 1) throw invalid("it has two rules for all apps. Keep one");
  return { general: general[0] ?? "verified", apps };
}

/** Why a reading may not be booked although it is sure; `null` when it may. */
export function refusedBy({ general, apps }: Acceptance, { app }: Reading): ReportReason | null {
  const name = app ?? otherApp;
  const own = apps.get(name.toLowerCase());
  if ((own ?? general) === "verified") return null;
  return { code: "held_accept", about: own === undefined ? null : name };
}

function invalid(why: string): OcrEcoError {
  return new OcrEcoError("CONFIG_INVALID", `ACCEPT cannot be understood: ${why}.`);
}
