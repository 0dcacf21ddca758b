import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reportReasonCodes } from "../../src/webhook/reasons.ts";

test("the page about reasons has every code, and no other", () => {
  const page = readFileSync(join(import.meta.dir, "..", "..", "docs", "reasons.md"), "utf8");
  const codes = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, code = ""]) => code);
  expect(codes.toSorted()).toEqual([...reportReasonCodes].toSorted() as string[]);
});
