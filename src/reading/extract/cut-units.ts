import type { Line, Word } from "../engines/engine.ts";
import { fragmentSign } from "../engines/line-reader.ts";
import { gapX, right, sameRow } from "./layout.ts";

/** Closer than this, in heights of the unit, one line was cut into two: words stand further apart. */
const cutGap = 0.15;
/** Units without their first letter. */
const rests: ReadonlyMap<string, string> = new Map(
  ["langkah", "lngkh", "steps"].map((unit) => [unit.slice(1), unit]),
);

/**
 * Mends a count whose line was cut from its unit's within the unit's first letter: `7.157` with a rest of a character, and
 * `angkah` right behind it. The rest is no digit: it is the letter that the unit lacks. Before a unit that is whole it stays.
 */
export function withWholeUnits(lines: readonly Line[]): readonly Line[] {
  const mended = new Map<Line, Line>();
  for (const line of lines) {
    if (!line.text.endsWith(fragmentSign) || !/\d.$/.test(line.text)) continue;
    const rest = lines.find(
      (other) =>
        rests.has(other.text.toLowerCase()) &&
        sameRow(line.box, other.box) &&
        other.box.x > line.box.x &&
        Math.abs(gapX(line.box, other.box)) < cutGap * other.box.height,
    );
    const number = rest === undefined ? null : withoutFragment(line);
    const unit = rests.get(rest?.text.toLowerCase() ?? "");
    if (rest === undefined || unit === undefined || number === null) continue;
    mended.set(line, number);
    mended.set(rest, { ...rest, text: unit, words: rest.words.map((word) => ({ ...word, text: unit })) });
  }
  return mended.size === 0 ? lines : lines.map((line) => mended.get(line) ?? line);
}

/** A line up to its last character but one; `null` where it is not known where that ends. */
function withoutFragment({ words, box, text, ...line }: Line): Line | null {
  const word = words.at(-1);
  const centres = word?.centres ?? [];
  const [last, fragment] = centres.slice(-2);
  if (word === undefined || last === undefined || fragment === undefined) return null;
  const width = (last + fragment) / 2 - word.box.x;
  const cut: Word = {
    ...word,
    text: word.text.slice(0, -1),
    box: { ...word.box, width },
    centres: centres.slice(0, -1),
  };
  return {
    ...line,
    text: text.slice(0, -1),
    words: [...words.slice(0, -1), cut],
    box: { ...box, width: right(cut.box) - box.x },
  };
}
