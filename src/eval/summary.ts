import type { Evaluation, Figures, Result } from "./document.ts";
import { evaluationSchemaName } from "./document.ts";
import { calibration, tally, tallyBy, tallyFields, tallyGroups, tallyScopes, thresholds } from "./tally.ts";

/** What a document says besides what follows from its results. */
export type Circumstances = Pick<
  Evaluation,
  "version" | "folder" | "engine" | "workers" | "perturbations" | "warnings"
>;

/** Brings results into the published form. `seconds` is the wall-clock time that all of them took. */
export function summarise(
  results: readonly Result[],
  seconds: number,
  circumstances: Circumstances,
): Evaluation {
  const asTheyCame = results.filter((result) => result.perturbation === null);
  const { perturbations } = circumstances;
  const scopes = tallyScopes(asTheyCame);
  const named = tallyGroups(asTheyCame, ({ group }) => group);
  return {
    schema: evaluationSchemaName,
    ...circumstances,
    seconds: Number(seconds.toFixed(2)),
    pictures_per_second: Number((results.length / seconds).toFixed(2)),
    overall: tally(asTheyCame),
    ...(perturbations.length === 0 ? {} : { all: tally(results) }),
    groups: {
      app: tallyBy(asTheyCame, "app"),
      page: tallyBy(asTheyCame, "app", "page"),
      locale: tallyBy(asTheyCame, "locale"),
      theme: tallyBy(asTheyCame, "theme"),
    },
    by_perturbation: Object.fromEntries(
      perturbations.map((name) => [name, tally(results.filter(({ perturbation }) => perturbation === name))]),
    ),
    ...(Object.keys(scopes).length === 0 ? {} : { by_scope: scopes }),
    ...(Object.keys(named).length === 0 ? {} : { by_group: named }),
    fields: tallyFields(asTheyCame),
    thresholds: thresholds(asTheyCame),
    calibration: calibration(results),
    results: [...results],
  };
}

/** Results that somebody should look at, the dangerous ones first: a wrong number that was accepted, then any other miss. */
export function missesOf(results: readonly Result[]): { accepted: Result[]; others: Result[] } {
  const missed = results.filter((result) => !result.right);
  return {
    accepted: missed.filter((result) => result.status === "verified"),
    // What the crop itself took away cannot be read by anybody.
    others: missed.filter((result) => result.status !== "verified" && result.whole !== false),
  };
}

/** Figures of apps, and indented under each those of its pages where there is more than one. */
export function byAppAndPage({ app, page }: Evaluation["groups"]): [string, Figures][] {
  return Object.entries(app).flatMap(([name, figures]): [string, Figures][] => {
    const pages = Object.entries(page).filter(([each]) => each.startsWith(`${name}/`));
    const rows = pages.map(([each, own]): [string, Figures] => [`  ${each.slice(name.length + 1)}`, own]);
    return [[name, figures], ...(rows.length > 1 ? rows : [])];
  });
}

/** Results whose number is right but was not accepted, of the pictures as they came. */
export function doubtfulOf(results: readonly Result[]): Result[] {
  return results.filter(
    ({ perturbation, expected, status, right }) =>
      perturbation === null && expected !== null && right && status !== "verified",
  );
}

/** What tells a result from all others of a document. */
export function keyOf({ picture, perturbation }: Pick<Result, "picture" | "perturbation">): string {
  return JSON.stringify([picture, perturbation]);
}
