/** tesseract.js-core ships no types; see `core.ts` for the module that the factory resolves to. */
declare module "tesseract.js-core/tesseract-core-relaxedsimd-lstm.js" {
  export default function factory(options: {
    /** Hands over the instance that was made elsewhere. */
    instantiateWasm: (imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance) => void) => object;
    print?: (text: string) => void;
    printErr?: (text: string) => void;
  }): Promise<unknown>;
}
