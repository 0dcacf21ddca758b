import { closeSync, openSync, readSync } from "node:fs";
import type { Architecture } from "../../src/native/catalog.ts";

const machines: Readonly<Record<number, Architecture>> = { 62: "x64", 183: "arm64" };

/** The machine an ELF file is made for, from its header; `undefined` for any other file or machine. */
export function elfArchitecture(path: string): Architecture | undefined {
  const header = Buffer.alloc(20);
  const file = openSync(path, "r");
  try {
    readSync(file, header);
  } finally {
    closeSync(file);
  }
  const isLittleEndian64 = header.readUInt32BE(0) === 0x7f454c46 && header[4] === 2 && header[5] === 1;
  return isLittleEndian64 ? machines[header.readUInt16LE(18)] : undefined;
}
