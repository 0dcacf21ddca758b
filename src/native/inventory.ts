/** One piece of other people's work inside the program. */
export interface Component {
  readonly kind: "runtime" | "package" | "library" | "model";
  readonly name: string;
  /** Empty where the maker gives none. */
  readonly version: string;
  /** As its maker states it; an SPDX expression for npm packages. */
  readonly license: string;
  /** Where its source can be had. */
  readonly source: string;
}

/** A licence text, and the components that ship it. */
export interface LicenseText {
  readonly title: string;
  readonly text: string;
}

/** Everything that is inside the program. */
export interface Inventory {
  readonly components: readonly Component[];
  readonly texts: readonly LicenseText[];
  /** The facts `--version` prints. */
  readonly versions: EngineVersions;
}

/** Versions of what reads the pictures. */
interface EngineVersions {
  readonly onnxruntime: string;
  readonly tesseractJs: string;
  readonly tesseractCore: string;
  readonly sharp: string;
  readonly libvips: string;
  readonly ocrModels: string;
}

/** The place of the inventory among the embedded files. */
export const inventoryName = "inventory.json";
