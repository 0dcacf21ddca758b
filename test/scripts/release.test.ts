import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { releaseNotes } from "../../scripts/release/notes.ts";
import { billOfMaterials } from "../../scripts/release/sbom.ts";
import { readInventory } from "../../src/native/components.ts";

const schemas = join(import.meta.dir, "../../node_modules/@cyclonedx/cyclonedx-library/res/schema");
const schema = (name: string): object =>
  JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), "utf8"));
const released = {
  version: "1.2.3",
  target: "linux-x64",
  sha256: "0123456789abcdef".repeat(4),
  epochSeconds: 1_795_871_210,
};

test("what is inside of an executable is told as CycloneDX' schema has it, the same each time", async () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  for (const format of ["iri-reference", "idn-email"]) ajv.addFormat(format, true);
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"]) {
    // They name each other by the names of these files.
    ajv.addSchema({ ...schema(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` });
  }
  const isValid = ajv.compile(schema("bom-1.6"));
  const bill = billOfMaterials(await readInventory(), released);
  expect([isValid(bill), isValid.errors]).toEqual([true, null]);
  const references = bill.components.map((each) => each["bom-ref"]);
  expect(new Set(references).size).toBe(references.length);
  expect(bill.dependencies[0]?.dependsOn).toEqual(references);
  expect(bill.components).toContainEqual(
    expect.objectContaining({
      type: "library",
      name: "sharp",
      purl: expect.stringMatching(/^pkg:npm\/sharp@\d/),
    }),
  );
  expect(bill.components.map(({ type }) => type)).toContain("machine-learning-model");
  expect(billOfMaterials(await readInventory(), released)).toEqual(bill);
  const other = billOfMaterials(await readInventory(), { ...released, sha256: "f".repeat(64) });
  expect(other.serialNumber).not.toBe(bill.serialNumber);
  expect(isValid({ ...bill, specVersion: undefined })).toBe(false);
});

const firstRelease =
  "## 1.0.0 (2026-11-24)\n\nThe first, [here](docs/a.md#b) and [there](https://example.org).\n";

test("the notes of a version are its part of the changelog, with links that lead somewhere", () => {
  expect(releaseNotes(`# Changes\n\n${firstRelease}`, "1.0.0", false)).toBe(
    "# ocr-eco 1.0.0 (2026-11-24)\n\nThe first, here and [there](https://example.org).\n",
  );
});

test("nothing is released while changes wait for a version, or the version says nothing, unless it is a draft", () => {
  const waiting = `# Changes\n\n## Unreleased\n\n- One.\n\n${firstRelease}`;
  expect(() => releaseNotes(waiting, "1.0.0", false)).toThrow("give them the version");
  expect(releaseNotes(waiting, "1.0.0", true)).toBe("# ocr-eco 1.0.0, a draft\n\n- One.\n");
  expect(() => releaseNotes(`# Changes\n\n${firstRelease}`, "1.1.0", false)).toThrow("says nothing of 1.1.0");
});
