import { expect, test } from "bun:test";
import { EndedClaims } from "../../../src/queue/sqlite/ended-claims.ts";

test("the newest claims that were ended are remembered, and none that was rolled back", () => {
  const ended = new EndedClaims(2);
  for (const claimToken of ["1.1", "2.2", "3.3"]) {
    ended.begin();
    ended.add(claimToken);
    ended.committed();
  }
  ended.begin();
  ended.add("4.4");
  ended.rollback();
  expect(["1.1", "2.2", "3.3", "4.4"].filter((each) => ended.has(each))).toEqual(["2.2", "3.3"]);
});
