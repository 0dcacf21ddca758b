import { expect, test } from "bun:test";
import { Listing } from "../../src/dashboard/browser/parts/listing.ts";

/** A list whose questions are answered when a test says so. */
function setUp() {
  const asked: {
    narrowed: string;
    before: string | null;
    answer: (items: number[], next?: string) => void;
  }[] = [];
  const listing = new Listing((narrowed: string, before) => {
    const { promise, resolve } = Promise.withResolvers<{
      items: number[];
      next: string | null;
      backTo: string | null;
    }>();
    asked.push({
      narrowed,
      before,
      answer: (items, next) => resolve({ items, next: next ?? null, backTo: null }),
    });
    return promise;
  });
  return { listing, asked };
}

test("a list goes on behind what it shows, and is not asked for anew by itself from then on", async () => {
  const { listing, asked } = setUp();
  const first = listing.learn("all");
  asked[0]?.answer([5, 4], "4");
  await first;
  const older = listing.older("all");
  expect(asked[1]?.before).toBe("4");
  asked[1]?.answer([3]);
  await older;
  expect(listing.listed.value).toMatchObject({ items: [5, 4, 3], next: null, isFirst: false });
  await listing.refresh("all");
  expect(asked.length).toBe(2);
});

test("what somebody waits for is not thrown away for newer ones that nobody asked for", async () => {
  const { listing, asked } = setUp();
  const first = listing.learn("all");
  asked[0]?.answer([5, 4], "4");
  await first;
  const older = listing.older("all");
  await listing.refresh("all");
  asked[1]?.answer([3]);
  await older;
  expect(listing.listed.value?.items).toEqual([5, 4, 3]);
  expect(asked.length).toBe(2);
});

test("an answer that comes after the next question is not shown", async () => {
  const { listing, asked } = setUp();
  const both = [listing.learn("failed"), listing.learn("done")];
  asked[1]?.answer([1]);
  asked[0]?.answer([2]);
  await Promise.all(both);
  expect(listing.listed.value?.items).toEqual([1]);
});
