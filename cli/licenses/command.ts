import type { Command } from "commander";
import { version } from "../../src/build-info.ts";
import type { Component, Inventory } from "../../src/native/inventory.ts";
import type { Invocation } from "../common/io.ts";

const headings: Readonly<Record<Component["kind"], string>> = {
  runtime: "Runtime",
  package: "npm packages",
  library: "Libraries inside libvips",
  model: "Models and language data",
};

const ownTerms = `ocr-eco ${version} is under the MIT licence. It contains the following work of others.`;

const copyleft = `Some of these are under the LGPL (libvips and libraries in it; JavaScriptCore and tinycc in Bun).
Their source is at the addresses above. To run ocr-eco with one that you changed, take a checkout of ocr-eco,
put your library in the place of the one in node_modules, and run "bun run build"; for one in Bun, run that
command with the Bun that you changed. "ocr-eco licenses --full" prints the licence texts.`;

/** Adds `ocr-eco licenses`: what is inside the program, and under which terms. */
export function registerLicenses(program: Command, io: Invocation): void {
  program
    .command("licenses")
    .description("list everything that is inside the program, with its licence and source")
    .option("--full", "print the licence texts too")
    .option("--json", "print the list as JSON")
    .action(async (options: { full?: true; json?: true }) => {
      const { readInventory } = await import("../../src/native/components.ts");
      const inventory = await readInventory();
      io.stdout.write(options.json ? asJson(inventory, options.full) : asText(inventory, options.full));
    });
}

function asJson({ components, texts }: Inventory, full = false): string {
  return `${JSON.stringify(full ? { components, texts } : { components }, null, 2)}\n`;
}

function asText({ components, texts }: Inventory, full = false): string {
  const blocks = [ownTerms];
  for (const kind of Object.keys(headings) as Component["kind"][]) {
    const rows = components.filter((component) => component.kind === kind).map(columns);
    blocks.push(`${headings[kind]}\n${table(rows)}`);
  }
  blocks.push(copyleft);
  if (full) blocks.push(...texts.map(({ title, text }) => `${"=".repeat(78)}\n${title}\n\n${text.trim()}`));
  return `${blocks.join("\n\n")}\n`;
}

function columns({ name, version, license, source }: Component): string[] {
  return [`${name} ${version}`.trim(), license, source];
}

function table(rows: readonly string[][]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`)
    .join("\n");
}
