import { describe, expect, test } from "bun:test";
import { until } from "../../../scripts/rig/processes.ts";
import { OcrEcoError } from "../../../src/errors.ts";
import { Gathering } from "../../../src/queue/redis/gathering.ts";

/** A gathering of numbers, which says what went together; each time waits until it is let through, or made to fail. */
function gathering(limits: { most: number; longestMs: number }) {
  const gone: { items: readonly number[]; through: PromiseWithResolvers<void> }[] = [];
  const gathered = new Gathering<number, string>(async (items) => {
    const through = Promise.withResolvers<void>();
    gone.push({ items, through });
    await through.promise;
    return items.map(String);
  }, limits);
  return { gone, add: (item: number) => gathered.add(item), items: () => gone.map(({ items }) => items) };
}

describe("what several callers want", () => {
  test("goes together with what is wanted in the same turn, and with what came while others waited", async () => {
    const { gone, add, items } = gathering({ most: 100, longestMs: 60_000 });
    const first = [add(1), add(2)];
    await until("they have gone", () => gone.length === 1);
    const next = [add(3), add(4)];
    await Bun.sleep(20);
    next.push(add(5));
    expect(items()).toEqual([[1, 2]]);
    gone[0]?.through.resolve();
    expect(await Promise.all(first)).toEqual(["1", "2"]);
    expect(items()).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    gone[1]?.through.resolve();
    expect(await Promise.all(next)).toEqual(["3", "4", "5"]);
  });

  test("is of so many at most, and those do not wait", async () => {
    const { gone, add, items } = gathering({ most: 3, longestMs: 60_000 });
    const all = Array.from({ length: 7 }, (_, item) => add(item));
    expect(items()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    for (const { through } of gone) through.resolve();
    await until("the last one has gone as well", () => gone.length === 3);
    gone[2]?.through.resolve();
    expect(await Promise.all(all)).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
  });

  test("is not kept by others who get no answer", async () => {
    const { gone, add, items } = gathering({ most: 100, longestMs: 30 });
    void add(1);
    await until("the first one has gone", () => gone.length === 1);
    const second = add(2);
    await until("the second one has gone as well", () => gone.length === 2);
    expect(items()).toEqual([[1], [2]]);
    gone[1]?.through.resolve();
    expect(await second).toBe("2");
  });

  test("fails together where nobody answers, and no other ones with it", async () => {
    const { gone, add } = gathering({ most: 100, longestMs: 60_000 });
    const failing = Promise.allSettled([add(1), add(2)]);
    await until("they have gone", () => gone.length === 1);
    const next = add(3);
    gone[0]?.through.reject(new OcrEcoError("QUEUE_UNREACHABLE", "It does not answer."));
    expect((await failing).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await until("the next one has gone", () => gone.length === 2);
    gone[1]?.through.resolve();
    expect(await next).toBe("3");
  });

  test("goes once more one by one where it is refused as a whole", async () => {
    const { gone, add, items } = gathering({ most: 100, longestMs: 60_000 });
    const all = Promise.allSettled([add(1), add(2)]);
    await until("they have gone", () => gone.length === 1);
    gone[0]?.through.reject(new Error("One of them is wrong."));
    await until("each has gone", () => gone.length === 3);
    expect(items()).toEqual([[1, 2], [1], [2]]);
    gone[1]?.through.reject(new Error("This one is wrong."));
    gone[2]?.through.resolve();
    const [one, other] = await all;
    expect(one).toMatchObject({ status: "rejected", reason: { message: "This one is wrong." } });
    expect(other).toEqual({ status: "fulfilled", value: "2" });
  });
});
