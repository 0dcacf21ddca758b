/** Days whose totals can be asked for at once. Alone, so that the command line knows it without the contract's schemas. */
export const mostDays = 90;
