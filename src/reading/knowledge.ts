import { profiles } from "./apps/index.ts";
import type { AppProfile } from "./apps/profile.ts";
import { deniesCount } from "./extract/vocabulary.ts";
import { type ScopeKnowledge, scopeKnowledge } from "./scope/knowledge.ts";

/**
 * What is known of apps and of words when a picture's text is interpreted. The program knows all of it; what a part of it
 * is worth is measured by leaving that out.
 */
export interface Knowledge {
  /** The apps that a picture can be from. */
  readonly apps: readonly AppProfile[];
  /** Whether words say that the number beside them is no count of a day. */
  readonly denies: (text: string) => boolean;
  readonly scope: ScopeKnowledge;
}

/** All that is known. */
export const wholeKnowledge: Knowledge = { apps: profiles, denies: deniesCount, scope: scopeKnowledge };
