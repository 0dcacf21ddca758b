import type { LabelledPicture } from "../../src/eval/set.ts";

/**
 * So many pictures with a labelled count, spread over apps: the first of each app, then the second of each, and so on, apps
 * and pictures in the order of their names. All of them where there are no more.
 */
export function spreadOverApps(pictures: readonly LabelledPicture[], count: number): LabelledPicture[] {
  const labelled = pictures.filter(({ label }) => typeof label?.steps === "number");
  const byName = labelled.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const apps = Map.groupBy(byName, ({ label }) => label?.app ?? "");
  const inOrder = [...apps].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, of]) => of);
  const longest = Math.max(0, ...inOrder.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) => inOrder.flatMap((of) => of[turn] ?? []));
  return turns.flat().slice(0, count);
}
