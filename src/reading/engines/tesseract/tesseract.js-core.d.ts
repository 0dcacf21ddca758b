/** tesseract.js-core ships no types; see `core.ts` for the module that the factory resolves to. */
declare module "tesseract.js-core/tesseract-core-relaxedsimd-lstm.js" {
  export default function factory(options: {
    wasmBinary: Uint8Array;
    print?: (text: string) => void;
    printErr?: (text: string) => void;
  }): Promise<unknown>;
}
