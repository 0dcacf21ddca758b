/** tesseract.js ships types for its main thread only; this is what we use of the script that its workers run. */
declare module "tesseract.js/src/worker-script/index.js" {
  /** What the script asks of the machine that it runs on. */
  export interface Adapter {
    getCore(): Promise<(options: object) => Promise<unknown>>;
    gunzip(data: Uint8Array): Uint8Array;
    fetch(url: string): Promise<Response>;
    readCache(path: string): Promise<Uint8Array>;
    writeCache(path: string, data: Uint8Array): Promise<void>;
    deleteCache(path: string): Promise<void>;
  }

  /** What the script is asked to do. */
  export interface Packet {
    readonly action: string;
    readonly payload: object;
  }

  /** What it says on its way, and at last. What went wrong is a sentence. */
  export interface Message {
    readonly status: "progress" | "resolve" | "reject";
    readonly data?: unknown;
  }

  export function setAdapter(adapter: Adapter): void;
  export function dispatchHandlers(packet: Packet, send: (message: Message) => void): void;
}
