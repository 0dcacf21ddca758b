import { describe, expect, test } from "bun:test";
import { staleScope } from "../../../src/reading/scope/stale.ts";
import { timeForms } from "../../../src/reading/scope/time-forms.ts";
import { line } from "../../support/lines.ts";

const scopeOf = (text: string) => staleScope([line("8,958 steps", 40, 100), line(text, 40, 160)], timeForms);

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
});
