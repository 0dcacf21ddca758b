/** What the ids of a load test's reports begin with: texts, which no application takes, so that nothing is booked. */
export const loadTestPrefix = "loadtest-";

/** The environment of load tests, where a service has a destination for it, and under which they are counted in any case. */
export const loadTestEnvironment = "loadtest";

/** Under which environment a report is counted: load tests stand apart, wherever their results go. */
export function countedUnder(environment: string, reportId: string | number): string {
  return isOfLoadTest(reportId) ? loadTestEnvironment : environment;
}

/** Whether a report is one of a load test. */
export function isOfLoadTest(reportId: string | number): boolean {
  return String(reportId).startsWith(loadTestPrefix);
}
