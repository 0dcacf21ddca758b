import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configurationPage } from "../../scripts/configuration-page/page.ts";

const root = join(import.meta.dir, "..", "..");
const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");

test("the page about the configuration is the one that the schema makes", () => {
  expect(read("docs", "configuration.md")).toBe(configurationPage(read(".env.production")));
});
