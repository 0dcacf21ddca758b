/** One picture to read: what to call it, and how to get its bytes. */
export interface Source {
  /** The path, address or `standard input`, as the user gave it. */
  readonly name: string;
  /** Reads all bytes. Throws `FILE_…`, `DOWNLOAD_…` or `URL_…` failures. */
  load(): Promise<Uint8Array>;
}

export interface DownloadLimits {
  readonly timeoutSeconds: number;
  readonly mostMegabytes: number;
}
