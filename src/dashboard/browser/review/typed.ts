const plain = /^[1-9]\d{0,6}$/;
/** Groups of three, with one and the same sign between them. */
const grouped = /^[1-9]\d{0,2}([ .,'])\d{3}(?:\1\d{3})?$/;

/**
 * The steps that somebody typed; `null` where it is no whole number of up to seven digits. What may be a fraction is none:
 * 8.5 is not 85.
 */
export function typedSteps(typed: string): number | null {
  // Full-width digits, and spaces of every width, become the usual ones.
  const text = typed.normalize("NFKC").replaceAll("’", "'").trim();
  const digits = text.replace(/\D/g, "");
  return plain.test(text) || (grouped.test(text) && plain.test(digits)) ? Number(digits) : null;
}
