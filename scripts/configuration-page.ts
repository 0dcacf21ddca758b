/**
 * Writes docs/configuration.md from the schema of the settings and from .env.production, whose sections it has.
 *
 *   bun scripts/configuration-page.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configurationPage } from "./configuration-page/page.ts";

const root = join(import.meta.dir, "..");
const page = configurationPage(readFileSync(join(root, ".env.production"), "utf8"));
writeFileSync(join(root, "docs", "configuration.md"), page);
