import coreFactory from "tesseract.js-core/tesseract-core-relaxedsimd-lstm.js";
import { OcrEcoError } from "../../../errors.ts";
import { readAsset } from "../../../native/assets.ts";
import { languageFile, unpacked } from "./languages.ts";
import { ask, startScript } from "./worker-script.ts";

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
  /** Is emptied when tesseract has the data. */
  readonly data: Promise<Uint8Array[]>;
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

/** A tesseract that has its languages. */
export interface Tesseract {
  /** Reads a picture file (PNM, PNG, …) with these variables of tesseract's; the answer is a table in tesseract's TSV. */
  toTsv(image: Uint8Array, params: Readonly<Record<string, string>>): Promise<string>;
}

/** tesseract.js keeps one core for the whole process, which has the languages that were loaded last. */
let core: Promise<void> | undefined;
let latest: Tesseract | undefined;
/** Of several languages tesseract goes on with those that it could load, and only says so. */
let languageFailed = false;

/** Starts tesseract. What was started in this process before can no longer be used. Throws `LANGUAGE_CORRUPT`. */
export async function startTesseract({ languages, dataFolder, module, data }: Prepared): Promise<Tesseract> {
  core ??= module.then(startCore);
  await core;
  const files = await data;
  const tesseract: Tesseract = {
    async toTsv(image, params) {
      if (latest !== tesseract) throw new Error("tesseract was started again with other languages");
      // The script does at once what it is asked, so that no other picture comes between the two.
      const set = ask("setParameters", { params });
      const read = ask("recognize", { image, options: {}, output: { text: false, tsv: true } });
      const [{ tsv }] = await Promise.all([read, set]);
      return tsv;
    },
  };
  latest = tesseract;
  languageFailed = false;
  try {
    await loadLanguages(languages, files);
    if (languageFailed) throw new Error("not all languages were loaded");
  } catch (error) {
    throw new OcrEcoError(
      "LANGUAGE_CORRUPT",
      `tesseract does not accept the data of ${languages.join("+")}. Replace the traineddata files in ${dataFolder ?? "the program"}.`,
      { cause: error },
    );
  }
  return tesseract;
}

async function startCore(compiled: WebAssembly.Module): Promise<void> {
  const loaded = await coreFactory({
    instantiateWasm(imports, use) {
      use(new WebAssembly.Instance(compiled, imports));
      return {};
    },
    print() {},
    printErr(text: string) {
      languageFailed ||= text.startsWith("Failed loading language");
    },
  });
  await startScript(loaded);
}

async function loadLanguages(languages: readonly string[], files: Uint8Array[]): Promise<void> {
  const langs = languages.map((code, index) => ({ code, data: files[index] ?? new Uint8Array() }));
  await ask("loadLanguage", { langs, options: { cacheMethod: "none" } });
  await ask("initialize", { langs: languages.join("+"), oem: lstmOnly });
  // tesseract has what it needs of them now. The script, its file system and who prepared them would keep them for ever,
  // 5 MB for English.
  for (const lang of langs) lang.data = new Uint8Array();
  files.length = 0;
  for (const code of new Set(languages)) await ask("FS", { method: "unlink", args: [`${code}.traineddata`] });
}
