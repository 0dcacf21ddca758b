import type { CallersId } from "../job.ts";

/** The caller's ids are kept as text, so that 5 and "5" are found as one, with a bit for each that was a number. */
const [reportIsNumber, userIsNumber] = [1, 2];

/** What `n` holds for a caller's ids. */
export function numbersOf(reportId: CallersId, userId: CallersId): number {
  return (
    (typeof reportId === "number" ? reportIsNumber : 0) | (typeof userId === "number" ? userIsNumber : 0)
  );
}

export function reportIdOf(report: string, numbers: number): CallersId {
  return (numbers & reportIsNumber) !== 0 ? Number(report) : report;
}

export function userIdOf(user: string, numbers: number): CallersId {
  return (numbers & userIsNumber) !== 0 ? Number(user) : user;
}
