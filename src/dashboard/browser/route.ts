import { signal } from "@preact/signals";

/** The views of the page, as they stand behind the # of its address. */
export const views = ["now", "try"] as const;
export type View = (typeof views)[number];

function fromAddress(): View {
  const named = location.hash.replace(/^#\/?/, "");
  return views.find((view) => view === named) ?? "now";
}

export const view = signal<View>(fromAddress());
addEventListener("hashchange", () => {
  view.value = fromAddress();
});
