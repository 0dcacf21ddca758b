import type { ScopeKind } from "../../../src/reading/scope/scope.ts";
import { LISTS, type ListName } from "../expressions/index.ts";
import type { Instead, Page, Phone, Span } from "../screen.ts";
import { PAGES } from "../screens/index.ts";
import { type ScopeScreen, Wording } from "./scope-screen.ts";

type Part = "title" | "day" | "span" | "sender";

/** One way in which a day's page is made a page about something else. */
export interface Mutation {
  readonly page: Page;
  readonly part: Part;
  readonly list: ListName;
  readonly span?: Span;
}

const TIMES: readonly ListName[] = [
  "hours",
  "dayParts",
  "weeks",
  "months",
  "years",
  "dayRanges",
  "bestDays",
  "totals",
  "averages",
];
const OTHERS: readonly ListName[] = ["exercises", "names", "family", "groups", "challenges"];
const SENDERS: readonly ListName[] = ["names", "family", "groups"];
const SPANS: readonly (readonly [Span, ListName])[] = [
  ["week", "weeks"],
  ["week", "dayRanges"],
  ["month", "months"],
  ["year", "years"],
];

/** Every mutation of every page that shows a day. */
export function mutations(): Mutation[] {
  return PAGES.flatMap((page): Mutation[] => [
    ...[...TIMES, ...OTHERS].map((list): Mutation => ({ page, part: "title", list })),
    ...[...TIMES, ...OTHERS].map((list): Mutation => ({ page, part: "day", list })),
    ...SENDERS.map((list): Mutation => ({ page, part: "sender", list })),
    ...SPANS.filter(([span]) => page.spans?.includes(span) === true).map(
      ([span, list]): Mutation => ({ page, part: "span", list, span }),
    ),
  ]);
}

/** Draws the page of a mutation: all of it is as on a day, but for the one part. */
export function mutated({ page, part, list, span }: Mutation, phone: Phone): ScopeScreen {
  const wording = new Wording(phone);
  const words = wording.from(list);
  const instead = insteadOf(phone, page, part, list, words, span);
  const { svg } = page.draw({ ...phone, instead });
  const scope: ScopeKind = LISTS[list].scope;
  return {
    svg,
    lists: wording.lists,
    said: wording.said,
    label: {
      steps: null,
      scope,
      group: `day page, ${part}: ${list}`,
      app: page.app,
      locale: phone.style.locale,
      theme: phone.theme,
      note: `${part} instead of a day's, ${wording.note}`,
    },
  };
}

function insteadOf(
  phone: Phone,
  page: Page,
  part: Part,
  list: ListName,
  words: string,
  span: Span | undefined,
): Instead {
  if (part === "sender") return { sender: words };
  if (part === "day") return { day: words };
  // Under a heading about another time no page prints a day.
  if (part === "title") return TIMES.includes(list) ? { title: words, day: "" } : { title: words };
  const selected = span === undefined ? 0 : (page.spans ?? []).indexOf(span);
  return { span: selected, day: phone.r.chance(0.3) ? "" : words };
}
