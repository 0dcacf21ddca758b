import { expect, test } from "bun:test";
import { type Decision, wantedOf } from "../../../cli/review/wanted.ts";

type Result = NonNullable<Decision["job"]["result"]>;

/** A decision about the picture of this hash; a number is a count, decided so many milliseconds after 1970. */
function decision(
  picture: string,
  decided: number | "no_count" | "rejected",
  at = 0,
  result: Partial<Pick<Result, "scope" | "app" | "reason_codes">> = {},
): Decision {
  const image = { sha256: picture, format: "png", width: 1, height: 1, bytes: 1 };
  return {
    job: { job_id: `${picture}-${at}`, result: { ...result, image } as Result } as Decision["job"],
    decision: typeof decided === "number" ? "corrected" : decided,
    steps: typeof decided === "number" ? decided : null,
    decided_by: "anna",
    decided_at: new Date(at).toISOString(),
  };
}

const said = (...decisions: Decision[]) => wantedOf(decisions, 0).map(({ said: each }) => each);
const other = { group: "not recognised" };

test("a picture that came several times is one, of the job that was decided last", () => {
  const wanted = wantedOf(
    [decision("a", 5, 1), decision("a", 5, 2, { app: "Fitbit" }), decision("b", 6, 3)],
    0,
  );
  expect(wanted).toEqual([
    { sha256: "b", jobId: "b-3", said: { steps: 6, ...other } },
    { sha256: "a", jobId: "a-2", said: { steps: 5, group: "Fitbit" } },
  ]);
});

test("decisions that contradict each other are no label, also when one of them is older than what is asked for", () => {
  expect(said(decision("a", 5), decision("a", 6, 1))).toEqual(["contradictory"]);
  expect(said(decision("a", 5), decision("a", "no_count", 1))).toEqual(["contradictory"]);
  const both = [decision("a", 5, 1), decision("a", 6, 9)];
  expect(wantedOf(both, 5)).toMatchObject([{ said: "contradictory" }]);
  expect(wantedOf(both, 10)).toEqual([]);
});

test("a picture that was rejected for one report, as a copy may be, has what was said of it for another", () => {
  expect(said(decision("a", "rejected", 2), decision("a", 5, 1))).toEqual([{ steps: 5, ...other }]);
  expect(said(decision("a", "rejected", 2), decision("a", "no_count", 1))).toEqual([
    { steps: null, ...other },
  ]);
  expect(said(decision("a", "rejected"))).toEqual(["rejected"]);
});

test("what may have the whole count of another day is no picture without a count", () => {
  const otherDay = [
    { scope: "day" as const },
    { reason_codes: ["held_date" as const] },
    { scope: "unknown" as const, reason_codes: ["another_day" as const] },
  ];
  for (const result of otherDay) {
    expect(said(decision("a", "no_count", 1, result))).toEqual(["other_day"]);
    expect(said(decision("a", "no_count", 1, result), decision("a", 5))).toEqual([{ steps: 5, ...other }]);
  }
  expect(said(decision("a", "no_count", 1, { scope: "total" }))).toEqual([{ steps: null, ...other }]);
});
