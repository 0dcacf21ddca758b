import { expect, test } from "bun:test";
import { Reloader } from "../../cli/serve/reloader.ts";
import { until } from "../../scripts/rig/processes.ts";
import { OcrEcoError } from "../../src/errors.ts";

/** A reloader with two parts, of which the second one reads when it is let, and as it is told. */
function twoParts() {
  const inForce: string[] = [];
  const logged: [string, object][] = [];
  const outcomes: string[] = [];
  const write = (details: object, message: string): void => {
    logged.push([message, details]);
  };
  let read: () => Promise<void> = async () => {};
  let reads = 0;
  const reloader = new Reloader();
  const open = (): void =>
    reloader.open({
      parts: [
        { prepare: async () => () => inForce.push("first") },
        {
          async prepare() {
            reads++;
            await read();
            return () => inForce.push("second");
          },
        },
      ],
      refusal: () => null,
      log: { debug: write, info: write, warn: write, error: write },
      onDone: async (outcome) => {
        outcomes.push(outcome);
      },
    });
  return {
    reloader,
    open,
    inForce,
    logged,
    outcomes,
    reads: () => reads,
    onRead: (next: typeof read) => {
      read = next;
    },
  };
}

test("what is asked for before there is something to reload is done then", async () => {
  const { reloader, open, outcomes, inForce } = twoParts();
  reloader.ask();
  reloader.ask();
  expect(inForce).toEqual([]);
  open();
  await until("it is done", () => outcomes.length > 0);
  expect(inForce).toEqual(["first", "second"]);
});

test("nothing of it is put in force when one part is wrong, and the log says what", async () => {
  const { reloader, open, onRead, outcomes, inForce, logged } = twoParts();
  onRead(() => Promise.reject(new OcrEcoError("CONFIG_INVALID", "The certificate has expired.")));
  open();
  reloader.ask();
  await until("it is done", () => outcomes.length > 0);
  expect([inForce, outcomes]).toEqual([[], ["CONFIG_INVALID"]]);
  expect(logged).toEqual([
    [
      "not reloaded: what was in force stays",
      { code: "CONFIG_INVALID", reason: "The certificate has expired." },
    ],
  ]);
});

test("what is asked for while it reloads is read once more after that, and once only", async () => {
  const { reloader, open, onRead, outcomes, reads } = twoParts();
  const { promise, resolve } = Promise.withResolvers<void>();
  onRead(() => promise);
  open();
  for (let asked = 1; asked <= 3; asked++) reloader.ask();
  expect(reads()).toBe(1);
  resolve();
  await until("both are done", () => outcomes.length === 2);
  expect(reads()).toBe(2);
});
