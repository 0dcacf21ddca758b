/** What a result's number is worth: book it, have a human look, there is none, nothing was read. */
export const resultStatuses = ["verified", "needs_review", "no_steps", "failed"] as const;
/** The same where a person may have decided it: the picture is not to be booked, whatever stands on it. */
export const deliveredStatuses = [...resultStatuses, "rejected"] as const;
