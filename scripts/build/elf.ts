import { closeSync, openSync, readSync } from "node:fs";
import type { Architecture } from "../../src/native/catalog.ts";

const machines: Readonly<Record<number, Architecture>> = { 62: "x64", 183: "arm64" };

/** The machine an ELF file, by its path or content, is made for; `undefined` for any other file or machine. */
export function elfArchitecture(file: string | Uint8Array): Architecture | undefined {
  const header = typeof file === "string" ? headerOf(file) : Buffer.from(file.subarray(0, headerLength));
  if (header.length < headerLength) return undefined;
  const isLittleEndian64 = header.readUInt32BE(0) === 0x7f454c46 && header[4] === 2 && header[5] === 1;
  return isLittleEndian64 ? machines[header.readUInt16LE(18)] : undefined;
}

const headerLength = 20;

function headerOf(path: string): Buffer {
  const header = Buffer.alloc(headerLength);
  const file = openSync(path, "r");
  try {
    readSync(file, header);
  } finally {
    closeSync(file);
  }
  return header;
}
