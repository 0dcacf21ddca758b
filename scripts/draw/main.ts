#!/usr/bin/env bun
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { runWithOwnFonts } from "./fonts.ts";
import { renderPng, renderQuickly } from "./render.ts";
import { scopeSet } from "./scopes/set.ts";
import { fixtureSet, KINDS, randomSet, sampleSet, writeSet } from "./set.ts";

const FIXTURES = resolve(import.meta.dir, "../../test/fixtures");
const SAMPLES = resolve(import.meta.dir, "../../cli/samples");

function atLeastOne(words: string): number {
  const value = Number(words);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return value;
}

interface Options {
  out?: string;
  count: number;
  seed: string;
  width?: number;
  fixtures?: boolean;
  samples?: boolean;
  scopes?: boolean;
}

const command = new Command("draw")
  .description("Draws screens of step counters, with labels that say what they show.")
  .option("--out <folder>", "where images/, negatives/ and labels.json go")
  .option("--count <n>", "how many screens", atLeastOne, KINDS)
  .option("--seed <text>", "the same seed draws the same pictures", "1")
  .option("--width <pixels>", "width of all pictures, instead of a phone's", atLeastOne)
  .option("--scopes", "draw screens whose number is no day's count of the phone's owner")
  .option("--fixtures", "draw the set that the tests use, where it is kept")
  .option("--samples", "draw the set that the program carries, where it is kept")
  .parse();

const options = command.opts<Options>();
const out = options.fixtures === true ? FIXTURES : options.samples === true ? SAMPLES : options.out;
if (out === undefined) command.error("Say where the pictures go: --out <folder>, --fixtures or --samples.");
else if (runWithOwnFonts()) {
  const set =
    options.fixtures === true
      ? fixtureSet()
      : options.samples === true
        ? sampleSet()
        : options.scopes === true
          ? scopeSet(options.seed, options.count)
          : randomSet(options.seed, options.count, options.width);
  await writeSet(out, set, options.scopes === true ? renderQuickly : renderPng);
  if (options.fixtures === true) {
    const { writeBroken } = await import("./broken.ts");
    await writeBroken(join(FIXTURES, "broken"));
  }
  console.log(
    `${set.screens.length} screens and ${set.negatives.length} pictures without a day's steps are in ${out}`,
  );
}
