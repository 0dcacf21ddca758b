import { profiles, type Recognised } from "../../src/reading/apps/index.ts";
import type { Evidence, StepCandidate } from "../../src/reading/extract/candidate.ts";
import type { Fields } from "../../src/reading/extract/fields.ts";
import { numbersOf } from "../../src/reading/extract/numbers.ts";
import type { Findings } from "../../src/reading/verdict.ts";
import { line } from "./lines.ts";

/** A number called the step count by a label, as printed. Two of them stand on lines of their own. */
export function candidate(printed: string, evidence: Evidence = "label", y = 200): StepCandidate {
  const [token] = numbersOf(line(printed, 40, y, 40));
  if (token === undefined || token.count === null) throw new Error(`${printed} is no count`);
  return {
    count: token.count,
    token,
    evidence,
    place: "above",
    ties: [line("Steps", 40, y - 40)],
    goal: null,
    doubts: [],
  };
}

/** The fields of a screen that prints nothing but this distance. */
export function distanceOf(text: string): Fields {
  return { distance: { text, box: { x: 0, y: 0, width: 10, height: 10 }, confidence: 0.98 } };
}

/** A page that is known. */
export function knownApp(): Recognised {
  const [profile] = profiles;
  const page = profile?.pages[0];
  if (profile === undefined || page === undefined) throw new Error("there are no profiles");
  return { profile, page };
}

/** What speaks for 5475 steps beyond doubt; `over` changes some of it. */
export function findings(over: Partial<Findings> = {}): Findings {
  return {
    candidates: [candidate("5.475")],
    app: knownApp(),
    fields: distanceOf("3,26 km"),
    goal: null,
    percentOfGoal: null,
    scope: { kind: "day", text: null },
    second: { engine: "tesseract", agrees: true, text: "5.475", wider: null, isAlone: false },
    speaksOfSteps: true,
    phoneShaped: true,
    incomplete: false,
    mostSteps: 45_000,
    ...over,
  };
}
