import { computed, signal } from "@preact/signals";

/** The views of the page, as they stand behind the # of its address. */
export const views = ["now", "jobs", "review", "try", "log"] as const;
export type View = (typeof views)[number];

/** What the address says behind its #: a view, what is looked at there, and how that is narrowed. */
interface Place {
  readonly view: View;
  /** An id, or nothing. */
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
}

function fromAddress(): Place {
  const [path = "", search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [named = "", id = ""] = path.split("/");
  return {
    view: views.find((each) => each === named) ?? "now",
    id: decoded(id),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** What somebody typed, or cut, need not be encoded well. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where the reader is. */
export const place = signal<Place>(fromAddress());
export const view = computed(() => place.value.view);
addEventListener("hashchange", () => {
  place.value = fromAddress();
});

/** The address of a place, for links; the way back is the browser's own. */
export function addressOf({ view: to, id = "", query = {} }: Partial<Place> & Pick<Place, "view">): string {
  const set = Object.entries(query).filter(([, value]) => value !== "");
  const search = set.length === 0 ? "" : `?${new URLSearchParams(set)}`;
  return `#${to}${id === "" ? "" : `/${encodeURIComponent(id)}`}${search}`;
}

/** What the address says of these names, without what is empty. */
export function narrowedBy<Name extends string>(names: readonly Name[]): Partial<Record<Name, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = place.value.query[name]?.trim() ?? "";
      return value === "" ? [] : [[name, value]];
    }),
  ) as Partial<Record<Name, string>>;
}
