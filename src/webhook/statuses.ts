/** What a result's number is worth: book it, have a human look, there is none, nothing was read. */
export const resultStatuses = ["verified", "needs_review", "no_steps", "failed"] as const;
