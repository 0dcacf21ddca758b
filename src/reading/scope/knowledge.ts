import type { ScopeKind } from "./scope.ts";
import { type StrangersPhrases, strangersPhrases } from "./strangers.ts";
import { type NamedTab, tabSets } from "./tab-names.ts";
import { type TimeForm, timeForms } from "./time-forms.ts";
import { commonWords, foreignTabs, scopeWords } from "./words.ts";

/** What is known, in every app, of what a number may be the count of. */
export interface ScopeKnowledge {
  /** Words that say that a number is the count of something else than a day, by what. */
  readonly words: Readonly<Partial<Record<ScopeKind, readonly string[]>>>;
  /** Words that say nothing about it. */
  readonly common: readonly string[];
  readonly times: readonly TimeForm[];
  /** Names of tabs that choose how many days a page shows, by sets that apps print together. */
  readonly tabs: readonly (readonly NamedTab[])[];
  /** Tabs at the foot of the screen that are about other people. */
  readonly foreignTabs: readonly string[];
  /** What stands on other people's pages, in conversations, under posts and beside examples alone. */
  readonly strangers: StrangersPhrases;
}

/** All that is known. */
export const scopeKnowledge: ScopeKnowledge = {
  words: scopeWords,
  common: commonWords,
  times: timeForms,
  tabs: tabSets,
  foreignTabs,
  strangers: strangersPhrases,
};
