import type { AppProfile } from "../../src/reading/apps/profile.ts";
import { notTheCount } from "../../src/reading/extract/lexicon.ts";
import { denialBy, squeeze } from "../../src/reading/extract/vocabulary.ts";
import { type Knowledge, wholeKnowledge } from "../../src/reading/knowledge.ts";
import type { Reading } from "../../src/reading/reading.ts";
import { explain, vocabularyOf } from "../../src/reading/scope/explain.ts";
import type { ScopeKnowledge } from "../../src/reading/scope/knowledge.ts";
import type { ScopeKind } from "../../src/reading/scope/scope.ts";
import type { TimeForm } from "../../src/reading/scope/time-forms.ts";
import { timesIn } from "../../src/reading/scope/times.ts";

/** What is used of all that is known to see what a screen's count is of. */
export interface Used {
  readonly app: string | null;
  readonly page: string | null;
  /** Kinds of words that say so. */
  readonly words: ReadonlySet<ScopeKind>;
  /** Forms of expressions of time that say so. */
  readonly times: ReadonlySet<string>;
}

/** Kinds of things to know. */
export const removalKinds = ["words", "form of time", "all forms", "tabs", "page", "app", "decoys"] as const;
export type RemovalKind = (typeof removalKinds)[number];

/** One thing that is known, and all the rest. */
export interface Removal {
  readonly kind: RemovalKind;
  readonly name: string;
  /** What is known without it. */
  readonly knowledge: Knowledge;
  /** Whether it is used on a screen. */
  readonly matters: (used: Used) => boolean;
}

/** What is used on a screen that was read with all that is known, and on which these words say what its count is of. */
export function usedOn({ app, page }: Pick<Reading, "app" | "page">, said: readonly string[]): Used {
  const vocabulary = vocabularyOf(null, null, false);
  const explained = said.map((text) => explain({ text, words: [] }, vocabulary));
  return {
    app,
    page,
    words: new Set(explained.flatMap(({ scopes }) => scopes.map(({ kind }) => kind))),
    times: new Set(explained.flatMap(({ times }) => times.map(nameOf))),
  };
}

/** Everything that can be left out, one thing at a time. */
export function removals(): Removal[] {
  const { apps, scope } = wholeKnowledge;
  const spans = Map.groupBy(scope.times, ({ span }) => span);
  return [
    ...Object.keys(scope.words).map((kind) => withoutWords(kind as ScopeKind)),
    ...scope.times.map((form) => withoutTimes("form of time", nameOf({ ...form, form: form.name }), [form])),
    ...[...spans].map(([span, forms]) => withoutTimes("all forms", span, forms)),
    {
      kind: "tabs",
      name: "of days and weeks, of other people",
      knowledge: withScope({ tabs: [], foreignTabs: [] }),
      matters: ({ app }) => app !== null,
    },
    {
      kind: "words",
      name: "of strangers' pages",
      knowledge: withScope({ strangers: {} }),
      matters: ({ app }) => app !== null,
    },
    ...apps.flatMap((profile) => profile.pages.map(({ name }) => withoutPage(profile, name))),
    ...apps.map(
      ({ name }): Removal => ({
        kind: "app",
        name,
        knowledge: { ...wholeKnowledge, apps: apps.filter((other) => other.name !== name) },
        matters: ({ app }) => app === name,
      }),
    ),
    ...apps.map((profile) =>
      withApp("decoys", profile.name, profile, {
        pages: profile.pages.map((page) => ({ ...page, decoys: [] })),
      }),
    ),
  ];
}

function nameOf({ span, form }: { readonly span: string; readonly form: string }): string {
  return `${span}: ${form}`;
}

function withScope(change: Partial<ScopeKnowledge>): Knowledge {
  return { ...wholeKnowledge, scope: { ...wholeKnowledge.scope, ...change } };
}

/** Words are forgotten wherever they are known from, but for the names of labels. */
function withoutWords(kind: ScopeKind): Removal {
  const { [kind]: words = [], ...others } = wholeKnowledge.scope.words;
  const gone = words.map(squeeze);
  const isGone = (denial: string): boolean => gone.some((word) => word.includes(squeeze(denial)));
  return {
    kind: "words",
    name: kind,
    knowledge: {
      ...withScope({ words: others }),
      denies: denialBy(notTheCount.filter((each) => !isGone(each))),
    },
    matters: (used) => used.words.has(kind),
  };
}

function withoutTimes(kind: "form of time" | "all forms", name: string, forms: readonly TimeForm[]): Removal {
  const gone = new Set(forms.map((form) => nameOf({ ...form, form: form.name })));
  const isGone = (denial: string): boolean => timesIn(denial).some((time) => gone.has(nameOf(time)));
  const times = wholeKnowledge.scope.times.filter((form) => !forms.includes(form));
  return {
    kind,
    name,
    knowledge: { ...withScope({ times }), denies: denialBy(notTheCount.filter((each) => !isGone(each))) },
    matters: (used) => [...gone].some((form) => used.times.has(form)),
  };
}

function withoutPage(profile: AppProfile, name: string): Removal {
  const pages = profile.pages.filter((page) => page.name !== name);
  const removal = withApp("page", `${profile.name}/${name}`, profile, { pages });
  return { ...removal, matters: ({ app, page }) => app === profile.name && page === name };
}

function withApp(kind: RemovalKind, name: string, profile: AppProfile, change: Partial<AppProfile>): Removal {
  const apps = wholeKnowledge.apps.map((each) => (each === profile ? { ...profile, ...change } : each));
  return {
    kind,
    name,
    knowledge: { ...wholeKnowledge, apps },
    matters: ({ app }) => app === profile.name,
  };
}
