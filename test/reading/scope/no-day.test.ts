import { expect, test } from "bun:test";
import { resolve } from "node:path";

const SCRIPT = resolve(import.meta.dir, "../../../scripts/scope-figures.ts");

test("of a share of the drawn screens that are no day of the owner none is accepted", async () => {
  const child = Bun.spawn([process.execPath, SCRIPT, "--share", "--seed", "share"], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const [printed, complaint, status] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  expect({ status, complaint: status === 0 ? "" : complaint }).toEqual({ status: 0, complaint: "" });
  // Those that are accepted, or could not be read, are named there with what they say and why they were.
  const outcome = printed.slice(printed.indexOf("\nAccepted: ")).trim();
  expect(outcome).toMatch(/^Accepted: 0 of [6-9]\d\n\n[6-9]\d pictures in \d+ s$/);
});
