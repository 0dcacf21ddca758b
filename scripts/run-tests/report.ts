import { parseXml } from "../common/xml.ts";

/** A test that ran. */
export interface Ran {
  readonly file: string;
  /** With what it belongs to before it. */
  readonly name: string;
  readonly seconds: number;
  readonly isFailed: boolean;
}

/** The tests in a report that `bun test --reporter=junit` wrote. */
export function testsIn(report: string): Ran[] {
  const tests: Ran[] = [];
  for (const { name: element, attributes } of parseXml(report)) {
    if (element === "testcase") {
      const { file = "", classname = "", name = "", time } = attributes;
      tests.push({
        file,
        name: classname === "" ? name : `${classname} › ${name}`,
        seconds: Number(time),
        isFailed: false,
      });
    }
    const last = tests.at(-1);
    if (element === "failure" && last !== undefined) tests.splice(-1, 1, { ...last, isFailed: true });
  }
  return tests;
}

/** The slowest ones, the slowest first. */
export function slowestOf(tests: readonly Ran[], count: number): Ran[] {
  return [...tests].sort((one, other) => other.seconds - one.seconds).slice(0, count);
}
