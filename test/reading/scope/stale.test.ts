import { describe, expect, test } from "bun:test";
import type { Zone } from "../../../src/reading/scope/around.ts";
import { staleScope } from "../../../src/reading/scope/stale.ts";
import { timeForms } from "../../../src/reading/scope/time-forms.ts";
import { line } from "../../support/lines.ts";

const scopeOf = (text: string, { day = "Today", isAfter = false, zone = "card" as Zone } = {}) =>
  staleScope(
    [
      {
        line: line(text, 40, 160),
        zone,
        isApart: isAfter,
        isAfter,
        says: { times: [], scopes: [], unknown: [], understood: [], onlyTime: false },
      },
    ],
    day,
    timeForms,
  );

describe("a page is of a part of its day", () => {
  test.each(["Last synced yesterday", "Last updated yesterday at 16:55", "Terakhir disinkronkan kemarin"])(
    "where it was brought up to date the day before: %s",
    (text) => {
      expect(scopeOf(text)).toEqual({ kind: "part_of_day", text });
    },
  );

  test.each(["Last synced at 16:55", "Last synced today at 16:55", "Yesterday", "More than yesterday"])(
    "not where it was not: %s",
    (text) => {
      expect(scopeOf(text)).toBeNull();
    },
  );

  test("not where that is of another tile, or of the day that the page shows", () => {
    expect(scopeOf("Updated yesterday", { isAfter: true })).toBeNull();
    expect(scopeOf("Updated yesterday", { zone: "elsewhere" })).toBeNull();
    expect(scopeOf("Last synced yesterday at 23:58", { day: "Yesterday" })).toBeNull();
  });
});
