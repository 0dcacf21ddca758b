import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadSet } from "../../src/eval/set.ts";
import { quantile } from "../../src/eval/tally.ts";
import { noMore, none, type Target } from "../common/target.ts";
import { alternate } from "./alternate.ts";
import { allReaders, held } from "./readers.ts";

/** The most that a picture without a count may take, in milliseconds: about twice what one with a count takes. */
const mostMs = 350;

/** Folders whose negatives are measured, where they lie beside the checkout. */
const folders = ["screenshots", "cases/public", "cases/drawn"];

/**
 * Reads the pictures of the sets in `shared` on which there is no day's count, one after the other on core 0: each is searched from near and
 * afar before that is believed. Of each set at most `count` of them.
 */
export async function measureWithoutCount(shared: string, count: number): Promise<readonly Target[]> {
  const sets = folders.map((folder) => join(shared, folder)).filter((folder) => existsSync(folder));
  const pictures = sets.flatMap((folder) =>
    loadSet(folder)
      .pictures.filter(({ label }) => label === null)
      .slice(0, count),
  );
  if (pictures.length === 0) return [none("pictures without a count", "there are none beside the checkout")];
  const readers = allReaders(null).filter(({ name }) => name === held.ours);
  const [run] = await alternate(readers, pictures, "0", () => {});
  const samples = run?.samples ?? [];
  const group = (what: string, times: readonly number[]): Target[] =>
    times.length === 0
      ? []
      : [
          none(`${what}: pictures`, String(times.length)),
          none(`${what}: median`, `${quantile(times, 0.5)} ms`),
          noMore(`${what}: 95 of 100 within`, quantile(times, 0.95) ?? Number.NaN, mostMs, "ms"),
          none(`${what}: longest`, `${Math.round(Math.max(...times))} ms`),
          none(`${what}: above ${mostMs} ms`, String(times.filter((time) => time > mostMs).length)),
        ];
  const of = (hasNumber: boolean): number[] =>
    samples
      .filter(({ verdict }) => (verdict?.count != null) === hasNumber)
      .map(({ milliseconds }) => milliseconds);
  return [
    ...group("no number to be found", of(false)),
    ...group("a number that is no day's count", of(true)),
  ];
}
