import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Output } from "../../scripts/run-tests/output.ts";
import { slowestOf, testsIn } from "../../scripts/run-tests/report.ts";
import { temporaryFolder } from "../support/temporary.ts";

const script = join(import.meta.dir, "..", "..", "scripts", "run-tests.ts");

describe("what is printed of the tests", () => {
  test("is what fails, under its file, and what tests say, but not what passes", () => {
    const output = new Output();
    const lines = [
      ...["bun test v1 6x PARALLEL", "", "test/a.test.ts:", "(pass) one [1.00ms]", "(skip) two", ""],
      ...["test/b.test.ts:", "12 | expect(1).toBe(2)", "", "error: not so", "(fail) three [2.00ms]", ""],
      ...["test/a.test.ts:", "(pass) four", "", " 2 pass", " 1 fail"],
    ];
    expect(lines.map((line) => output.take(line)).join("")).toBe(
      "bun test v1 6x PARALLEL\n\n\ntest/b.test.ts:\n12 | expect(1).toBe(2)\n\nerror: not so\n(fail) three [2.00ms]\n\n 2 pass\n 1 fail\n",
    );
    expect(output.progress).toEqual({ files: 2, passed: 2, failed: 1 });
  });
});

test("a test that failed and passed when it was tried again is printed and named, and counts as passed", () => {
  const output = new Output();
  const lines = ["test/a.test.ts:", "error: not so", "(pass) a part > one (attempt 2) [1.00ms]", " 1 pass"];
  expect(lines.map((line) => output.take(line)).join("")).toBe(
    "\ntest/a.test.ts:\nerror: not so\n(pass) a part > one (attempt 2) [1.00ms]\n 1 pass\n",
  );
  expect(output.again).toEqual(["a part > one"]);
  expect(output.progress).toEqual({ files: 1, passed: 1, failed: 0 });
});

describe("the report", () => {
  const report = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bun test">
  <testsuite name="test/a.test.ts" file="test/a.test.ts">
    <testcase name="says &quot;&lt;&quot;&#10;" classname="a part &gt; of it" time="0.5" file="test/a.test.ts" />
    <testcase name="fails" classname="" time="2.25" file="test/a.test.ts">
      <failure type="AssertionError" message="not&#x20;so">not so</failure>
    </testcase>
  </testsuite>
</testsuites>`;

  test("names each test with its time, and whether it failed", () => {
    expect(testsIn(report)).toEqual([
      { file: "test/a.test.ts", name: 'a part > of it › says "<"\n', seconds: 0.5, isFailed: false },
      { file: "test/a.test.ts", name: "fails", seconds: 2.25, isFailed: true },
    ]);
  });

  test("gives the slowest ones first", () => {
    expect(slowestOf(testsIn(report), 1).map(({ name }) => name)).toEqual(["fails"]);
  });
});

test("a run ends with the slowest tests, the names of those that failed, and the status of the tests", async () => {
  const folder = temporaryFolder();
  const write = (name: string, body: string) =>
    writeFileSync(join(folder, name), `import { expect, test } from "bun:test";\n${body}`);
  write("good.test.ts", 'test("is well", () => expect(1).toBe(1));');
  write("bad.test.ts", 'test("is not well", () => expect("that").toBe("this"));');
  const mark = JSON.stringify(join(folder, "mark"));
  write(
    "late.test.ts",
    `import { existsSync, writeFileSync } from "node:fs";
test("is well later", () => { const was = existsSync(${mark}); writeFileSync(${mark}, ""); expect(was).toBe(true); });`,
  );
  const run = async (...files: string[]) => {
    const child = Bun.spawn([process.execPath, script, ...files.map((file) => join(folder, file))], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    });
    return { stdout: await new Response(child.stdout).text(), exitCode: await child.exited };
  };
  const good = await run("good.test.ts");
  expect([good.exitCode, good.stdout]).toEqual([0, expect.stringMatching(/^ 1 pass$/m)]);
  const late = await run("late.test.ts");
  expect(late.exitCode).toBe(0);
  expect(late.stdout).toEndWith("Failed first, and passed when tried again:\n  is well later\n");
  const both = await run("good.test.ts", "bad.test.ts");
  expect(both.exitCode).toBe(1);
  expect(both.stdout).toMatch(/^Expected: "this"$/m);
  expect(both.stdout).toMatch(
    /The slowest ten:\n +\d\.\d s .+good\.test\.ts: is well|bad\.test\.ts: is not well/,
  );
  expect(both.stdout).toMatch(/Failed:\n.+bad\.test\.ts: is not well\n$/);
});
