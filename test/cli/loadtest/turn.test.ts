import { expect, test } from "bun:test";
import { Turn } from "../../../cli/loadtest/turn.ts";

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

test("what arrives is looked at in its order when all has arrived, and what that sends leaves after it", async () => {
  const turn = new Turn();
  const seen: string[] = [];
  for (const name of ["a", "b"]) {
    turn.arrived(() => {
      seen.push(`${name} looked at`);
      turn.leaves(() => seen.push(`answer to ${name} left`));
    });
    seen.push(`${name} arrived`);
  }
  await nextTurn();
  expect(seen).toEqual([
    "a arrived",
    "b arrived",
    "a looked at",
    "b looked at",
    "answer to a left",
    "answer to b left",
  ]);
});

test("what is sent between two turns leaves at once", async () => {
  const turn = new Turn();
  const seen: string[] = [];
  turn.leaves(() => seen.push("before"));
  turn.arrived(() => seen.push("looked at"));
  turn.leaves(() => seen.push("while something waits to be looked at"));
  await nextTurn();
  turn.leaves(() => seen.push("after"));
  expect(seen).toEqual(["before", "while something waits to be looked at", "looked at", "after"]);
});

test("what arrives while arrivals are looked at has a turn of its own", async () => {
  const turn = new Turn();
  const seen: string[] = [];
  turn.arrived(() => {
    turn.arrived(() => seen.push("second"));
    turn.leaves(() => seen.push("left"));
    seen.push("first");
  });
  await nextTurn();
  expect(seen).toEqual(["first", "left", "second"]);
});
