import { expect, spyOn, test } from "bun:test";
import { residentBytes } from "../../src/host/resident.ts";

test("where no more files may be opened, the memory in use is what it was when it could be told last", () => {
  const rss = spyOn(process.memoryUsage, "rss").mockReturnValue(5e7);
  try {
    expect(residentBytes()).toBe(5e7);
    rss.mockImplementation(() => {
      throw new Error("Failed to get memory usage");
    });
    expect(residentBytes()).toBe(5e7);
  } finally {
    rss.mockRestore();
  }
});
