/** How a text that was read differs from what stands there: edits, and the characters they are a share of. */
export interface Errors {
  readonly edits: number;
  readonly characters: number;
}

/** Counts the characters to insert, delete or replace; any white space counts as one space, none at the ends. */
export function errorsIn(read: string, reference: string): Errors {
  const [got, wanted] = [collapsed(read), collapsed(reference)];
  return { edits: distance(got, wanted), characters: wanted.length };
}

/** The errors of several texts together: long texts weigh more. */
export function together(all: readonly Errors[]): Errors {
  return {
    edits: all.reduce((sum, { edits }) => sum + edits, 0),
    characters: all.reduce((sum, { characters }) => sum + characters, 0),
  };
}

/** The character error rate, from 0; above 1 where more is invented than stands there. */
export function rateOf({ edits, characters }: Errors): number {
  return characters === 0 ? (edits === 0 ? 0 : Number.POSITIVE_INFINITY) : edits / characters;
}

/** Characters, not UTF-16 units, so that none counts twice. */
function collapsed(text: string): string[] {
  return [...text.normalize("NFC").replace(/\s+/g, " ").trim()];
}

/** Levenshtein's distance, row by row. */
function distance(a: readonly string[], b: readonly string[]): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of a.entries()) {
    const current = [row + 1];
    for (const [column, other] of b.entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
