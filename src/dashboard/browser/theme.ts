import { effect, signal } from "@preact/signals";
import { remember, remembered } from "./kept.ts";

const themes = ["system", "light", "dark"] as const;
type Theme = (typeof themes)[number];

/** Whether the page is light or dark; `system` is as the rest of the screen. */
export const theme = signal<Theme>(themes.find((each) => each === remembered("theme")) ?? "system");

effect(() => {
  document.documentElement.dataset["theme"] = theme.value;
  remember("theme", theme.value);
});

/** Goes on to the next one. */
export function nextTheme(): void {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "system";
}
