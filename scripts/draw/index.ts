/**
 * The face of the drawings: what is outside of this folder imports from here alone. From above to below: sets, pages and
 * kinds, the words on them, shapes, pictures.
 */
export { fill } from "./expressions/expressions.ts";
export { LISTS, type ListName } from "./expressions/index.ts";
export { runWithOwnFonts } from "./fonts.ts";
export { styleOf } from "./format.ts";
export { renderPng, renderQuickly } from "./render.ts";
export { SCOPE_KINDS } from "./scopes/kinds.ts";
export { SCOPE_DRAWINGS, scopeSet, scopeShare } from "./scopes/set.ts";
export { KNOWN, UNKNOWN } from "./scopes/skins.ts";
export type { Label } from "./screen.ts";
export { PAGES } from "./screens/index.ts";
export { type DrawnSet, fixtureSet, KINDS, type Named, randomSet, sampleSet } from "./set.ts";
export { box, line, n, runs, type TextStyle, text, widthOf, wordsOf, wrap } from "./svg.ts";
