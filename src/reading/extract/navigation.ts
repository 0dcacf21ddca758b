import type { Line } from "../engines/engine.ts";
import { bottom, rowsOf } from "./layout.ts";
import type { Screen } from "./screen.ts";

/** The app's own tabs at the foot of the screen, from left to right: three or more short names in a row. Empty without. */
export function navigationOf(screen: Screen): readonly Line[] {
  return rowsOf(screen.lines).find((row) => isNavigation(row, screen)) ?? [];
}

/** Whether a row of lines is that of the app's own tabs, and not that of their icons, which are read as a sign each. */
export function isNavigation(row: readonly Line[], { width, height }: Screen): boolean {
  const first = row[0];
  return (
    first !== undefined &&
    row.filter(({ text }) => /\p{L}.*\p{L}/u.test(text)).length >= 3 &&
    bottom(first.box) > height - 0.25 * width &&
    row.every(({ text }) => text.length <= 16 && !/\d/.test(text))
  );
}
