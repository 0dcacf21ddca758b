import { describe, expect, test } from "bun:test";
import {
  chmodSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { outputFile } from "../../cli/common/output-file.ts";
import { temporaryFolder } from "../support/temporary.ts";

describe("a file that is written at the end", () => {
  test("is there whole, with nothing beside it, and keeps its rights", () => {
    const folder = temporaryFolder();
    const path = join(folder, "page.html");
    outputFile(path, "The page", []).write("first");
    chmodSync(path, 0o640);
    outputFile(path, "The page", []).write("second");
    expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["second", ["page.html"]]);
    expect((statSync(path).mode & 0o777).toString(8)).toBe("640");
  });

  test("is what it was before while it cannot be written whole", () => {
    const path = join(temporaryFolder(), "page.html");
    writeFileSync(path, "before");
    const file = outputFile(path, "The page", []);
    // The new one is written beside it first: here that leads to a full disk.
    const part = `${path}.${process.pid}.part`;
    symlinkSync("/dev/full", part);
    expect(() => file.write("after")).toThrow(/The page cannot be written to .*ENOSPC/);
    expect([readFileSync(path, "utf8"), readdirSync(join(path, ".."))]).toEqual(["before", ["page.html"]]);
  });

  test("goes on being a link, or a device, where it is one", () => {
    const folder = temporaryFolder();
    const [path, link] = [join(folder, "page.html"), join(folder, "link.html")];
    writeFileSync(path, "before");
    symlinkSync("page.html", link);
    outputFile(link, "The page", []).write("after");
    expect([readlinkSync(link), readFileSync(path, "utf8")]).toEqual(["page.html", "after"]);
    outputFile("/dev/null", "The page", []).write("nothing");
    expect(statSync("/dev/null").isFile()).toBe(false);
  });
});
