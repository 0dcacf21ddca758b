import type { Component, Inventory } from "../../src/native/inventory.ts";

export interface Released {
  readonly version: string;
  /** As in linux-x64. */
  readonly target: string;
  /** Of the executable, as hexadecimal digits. */
  readonly sha256: string;
  readonly epochSeconds: number;
}

const types = {
  runtime: "platform",
  package: "library",
  library: "library",
  model: "machine-learning-model",
} as const;
/** What is an expression of SPDX, as npm packages have it; anything else is a licence's name. */
const expression = /^\(?[A-Za-z0-9][\w.+-]*( (AND|OR|WITH) [\w.+-]+)*\)?$/;

/**
 * What is inside of an executable, as CycloneDX 1.6 (https://cyclonedx.org): the same bytes of the same parts. Its serial number
 * is made of the executable's sum, so each one has its own.
 */
export function billOfMaterials(
  { components }: Inventory,
  { version, target, sha256, epochSeconds }: Released,
) {
  const own = `ocr-eco@${version}`;
  const shown = components.map(componentOf);
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(sha256)}`,
    version: 1,
    metadata: {
      timestamp: new Date(epochSeconds * 1000).toISOString(),
      component: {
        type: "application",
        "bom-ref": own,
        name: "ocr-eco",
        version,
        description: `The executable for ${target}`,
        licenses: [{ license: { id: "MIT" } }],
        hashes: [{ alg: "SHA-256", content: sha256 }],
      },
    },
    components: shown,
    // All lie in one file, beside each other.
    dependencies: [{ ref: own, dependsOn: shown.map((each) => each["bom-ref"]) }],
  };
}

function componentOf({ kind, name, version, license, source }: Component) {
  const reference = `${kind}:${name}@${version || "unknown"}`;
  return {
    type: types[kind],
    "bom-ref": reference,
    name,
    ...(version === "" ? {} : { version }),
    licenses:
      kind === "package" && expression.test(license)
        ? [{ expression: license }]
        : [{ license: { name: license } }],
    ...(kind === "package" ? { purl: `pkg:npm/${name.replace("@", "%40")}@${version}` } : {}),
    ...(URL.canParse(source) ? { externalReferences: [{ type: "vcs", url: source }] } : {}),
  };
}

/** A UUID of version 8 (RFC 9562): bits of one's own choice, here those of a sum. */
function uuidOf(sha256: string): string {
  const digits = `${sha256.slice(0, 12)}8${sha256.slice(13, 16)}8${sha256.slice(17, 32)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
