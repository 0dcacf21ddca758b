/**
 * Says an English sentence of the service in another language. Results keep sentences, and the values stand nowhere else, so
 * they are taken out of the sentence by the form that it was made in.
 *
 * A form is an English sentence with holes, and the same in the other language. A hole is `{name}` for a text that is taken
 * over as it is, or `{kind:name}` for one of `kinds`. Values are taken only where a sentence fits its form in exactly one way:
 * what stands on a picture may look like any part of a sentence. Otherwise the general sentence is said, which has no values.
 */
export interface Said {
  /** What holds whatever the values are. */
  readonly general: string;
  /** The first one that fits decides. */
  readonly forms: readonly (readonly [english: string, other: string])[];
}

/** A sentence without values. */
export function plain(general: string): Said {
  return { general, forms: [] };
}

/** A sentence with values, which the general one does without. */
export function said(general: string, ...forms: Said["forms"]): Said {
  return { general, forms };
}

/** What may stand in a hole, and how it is said; `null` for what cannot be said. */
export interface Kind {
  /** A regular expression without groups, as short and as long as it goes. */
  readonly short: string;
  readonly long: string;
  readonly say: (english: string) => string | null;
}
type Kinds = Readonly<Record<string, Kind>>;

const hole = /\{(?:(\w+):)?(\w+)\}/g;

/** Any text. */
export const anyText: Kind = { short: ".*?", long: ".*", say: (text) => text };

/** A number as programs write it, with the decimal sign of the other language. */
export function numberWith(decimalSign: string): Kind {
  return {
    short: "\\d+?(?:\\.\\d+?)??",
    long: "\\d+(?:\\.\\d+)?",
    say: (number) => number.replace(".", decimalSign),
  };
}

/** One of some phrases. */
export function among(phrases: Readonly<Record<string, string>>): Kind {
  const pattern = `(?:${Object.keys(phrases).map(escaped).join("|")})`;
  return { short: pattern, long: pattern, say: (phrase) => phrases[phrase] ?? null };
}

/** An English sentence in another language; the general one where its values are not certain. */
export function sayAgain(sentence: string, known: Said, kinds: Kinds): string {
  return sayExactly(sentence, known, kinds) ?? known.general;
}

/** The same with its values; `null` where they are not certain. */
export function sayExactly(sentence: string, { forms }: Said, kinds: Kinds): string | null {
  for (const [english, other] of forms) {
    const values = valuesIn(sentence, english, kinds);
    if (values === "not at all") continue;
    if (values === "in several ways") return null;
    let isSaid = true;
    const again = other.replace(hole, (_, kind: string | undefined, name: string) => {
      const value = kindOf(kind, kinds).say(values[name] ?? "");
      isSaid &&= value !== null;
      return value ?? "";
    });
    return isSaid ? again : null;
  }
  return null;
}

/**
 * What stands in the holes of a form. Among all ways in which a sentence fits, the one where each hole in turn is as short as
 * it can be is found first, and last the one where each is as long as it can be: if they are the same, there is no other.
 */
function valuesIn(
  sentence: string,
  form: string,
  kinds: Kinds,
): Readonly<Record<string, string>> | "not at all" | "in several ways" {
  const shortest = matcher(form, kinds, "short").exec(sentence)?.groups;
  const longest = matcher(form, kinds, "long").exec(sentence)?.groups;
  // A form without holes has no groups.
  if (!form.includes("{")) return sentence === form ? {} : "not at all";
  if (shortest === undefined || longest === undefined) return "not at all";
  return Object.keys(shortest).every((name) => shortest[name] === longest[name])
    ? shortest
    : "in several ways";
}

function matcher(form: string, kinds: Kinds, length: "short" | "long"): RegExp {
  let pattern = "";
  let end = 0;
  for (const { 0: whole, 1: kind, 2: name, index } of form.matchAll(hole)) {
    pattern += `${escaped(form.slice(end, index))}(?<${name}>${kindOf(kind, kinds)[length]})`;
    end = index + whole.length;
  }
  return new RegExp(`^${pattern}${escaped(form.slice(end))}$`, "s");
}

function kindOf(name: string | undefined, kinds: Kinds): Kind {
  return (name === undefined ? undefined : kinds[name]) ?? anyText;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
