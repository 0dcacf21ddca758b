import { describe, expect, test } from "bun:test";
import { keysIn } from "../../cli/output/pressed-keys.ts";
import { Scroller } from "../../cli/output/scroller.ts";

/** Ten lines, of which two are about something. */
const names = Array.from({ length: 10 }, (_, line) => ({ 6: "a", 8: "b" })[line] ?? null);
const room = 4;

/** Where somebody is after some keys: the first line that is shown, and what is chosen. */
function after(...keys: string[]): [number, string | null] {
  const scroller = new Scroller();
  for (const key of keys) scroller.press(key, names, room);
  return [scroller.from(names.length, room), scroller.chosen];
}

describe("somebody in a long text", () => {
  test("goes from one thing to the next, and the window follows", () => {
    expect(after("down")).toEqual([3, "a"]);
    expect(after("down", "j")).toEqual([5, "b"]);
    expect(after("down", "down", "up")).toEqual([5, "a"]);
  });

  test("comes back to the beginning above the first thing, and to the end below the last", () => {
    expect(after("down", "up")).toEqual([0, null]);
    expect(after("down", "down", "down")).toEqual([6, "b"]);
    expect(after("up")).toEqual([0, null]);
  });

  test("turns pages, and never leaves the text", () => {
    expect(after("pageDown")).toEqual([3, null]);
    expect(after(" ", " ", " ")).toEqual([6, null]);
    expect(after("end", "pageUp")).toEqual([3, null]);
    expect(after("G", "b", "b", "b")).toEqual([0, null]);
    expect(after("end", "home")).toEqual([0, null]);
  });

  test("keeps what is chosen while lines come and go around it", () => {
    const scroller = new Scroller();
    scroller.press("down", names, room);
    scroller.press("down", ["new", ...names], room);
    expect(scroller.chosen).toBe("b");
    expect(scroller.from(3, room)).toBe(0);
  });

  test("moves text that is about nothing line by line", () => {
    const scroller = new Scroller();
    const lines = Array<null>(10).fill(null);
    expect(scroller.press("down", lines, room)).toBe(true);
    expect(scroller.from(10, room)).toBe(1);
    expect(scroller.press("x", lines, room)).toBe(false);
  });
});

test("keys are known by what terminals send for them, one after the other", () => {
  expect(keysIn("\x1b[A\x1bOBq\x1b[5~\r\x1b\x03")).toEqual([
    "up",
    "down",
    "q",
    "pageUp",
    "enter",
    "escape",
    "interrupt",
  ]);
  expect(keysIn("\x1b[1;5C\x1b[200~é")).toEqual([]);
});
