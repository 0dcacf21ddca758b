import coreFactory from "tesseract.js-core/tesseract-core-relaxedsimd-lstm.js";
import { OcrEcoError } from "../../../errors.ts";
import { readAsset } from "../../../native/assets.ts";
import { languageFile, unpacked } from "./languages.ts";

/** The part of the Emscripten module that we use. tesseract.js-core ships no types. */
interface CoreModule {
  readonly FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void };
  readonly TessBaseAPI: new () => TesseractApi;
}

/** The part of tesseract's C++ API that we use, as tesseract.js-core binds it. */
interface TesseractApi {
  Init(dataPath: null, languages: string, engineMode: number): number;
  SetVariable(name: string, value: string): boolean;
  /** Loads `/input`. The first argument is the EXIF orientation, the second an angle in radians. */
  SetImageFile(orientation: number, angle: number): number;
  Recognize(monitor: null): number;
  GetTSVText(page: number): string;
  Clear(): void;
}

/** A loaded tesseract with its languages. */
export interface Tesseract {
  readonly api: TesseractApi;
  /** Hands a picture file (PNM, PNG, …) to tesseract. */
  setImage(file: Uint8Array): void;
}

/** `OEM_LSTM_ONLY`: the core that we embed has no other engine. */
const lstmOnly = 1;

/**
 * WebAssembly with every operation that tesseract was built for, or the best that this machine has.
 * The three builds export the same functions, so one piece of JavaScript serves them all.
 */
function wasmBinary(): Uint8Array<ArrayBuffer> {
  const builds = [
    ["tesseract/core-relaxedsimd-lstm.wasm", relaxedSimdProbe],
    ["tesseract/core-simd-lstm.wasm", simdProbe],
  ] as const;
  const best = builds.find(([, probe]) => WebAssembly.validate(probe));
  return readAsset(best === undefined ? "tesseract/core-lstm.wasm" : best[0]);
}

/** Smallest module with an `i8x16.splat`: valid only where SIMD is. */
const simdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]);
/** Smallest module with an `i8x16.relaxed_swizzle`: valid only where relaxed SIMD is. */
const relaxedSimdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2,
  253, 15, 253, 128, 2, 11,
]);

/** What tesseract needs to start, on its way: other threads compile and unpack it. */
export interface Prepared {
  readonly languages: readonly string[];
  readonly dataFolder: string | null;
  readonly module: Promise<WebAssembly.Module>;
  readonly data: Promise<readonly Uint8Array[]>;
}

/**
 * Begins to make tesseract ready, with languages such as `["eng", "ind"]`: embedded ones, or `<name>.traineddata` in
 * `dataFolder` (tesseract's own TESSDATA_PREFIX), which win over embedded ones of the same name.
 * Throws `LANGUAGE_UNKNOWN`.
 */
export function prepareTesseract(languages: readonly string[], dataFolder: string | null): Prepared {
  const files = languages.map((language) => languageFile(language, dataFolder));
  return {
    languages,
    dataFolder,
    module: handled(WebAssembly.compile(wasmBinary())),
    data: handled(Promise.all(files.map(unpacked))),
  };
}

/** A failure is thrown where the promise is awaited; until then it is no unhandled one. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** Starts tesseract. Throws `LANGUAGE_CORRUPT`. */
export async function loadTesseract({ languages, dataFolder, module, data }: Prepared): Promise<Tesseract> {
  // Of several languages tesseract goes on with those that it could load, and only says so.
  let languageFailed = false;
  const compiled = await module;
  const core = (await coreFactory({
    instantiateWasm(imports, use) {
      use(new WebAssembly.Instance(compiled, imports));
      return {};
    },
    print() {},
    printErr(text: string) {
      languageFailed ||= text.startsWith("Failed loading language");
    },
  })) as CoreModule;
  const files = await data;
  languages.forEach((language, index) => {
    core.FS.writeFile(`${language}.traineddata`, files[index] ?? new Uint8Array());
  });
  const api = new core.TessBaseAPI();
  if (api.Init(null, languages.join("+"), lstmOnly) !== 0 || languageFailed) {
    throw new OcrEcoError(
      "LANGUAGE_CORRUPT",
      `tesseract does not accept the data of ${languages.join("+")}. Replace the traineddata files in ${dataFolder ?? "the program"}.`,
    );
  }
  return {
    api,
    setImage(file) {
      core.FS.writeFile("/input", file);
      if (api.SetImageFile(1, 0) !== 0) throw new Error("tesseract could not load the picture");
    },
  };
}
