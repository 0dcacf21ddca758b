/** The value of an option that takes a whole number from 1. Throws a sentence that names the option. */
export function wholeFrom1(name: string, text: string | undefined): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1.`);
  return value;
}
