/**
 * One of several processes that race for the same library: `bun extract-once.ts <folder> <content>`. Prints
 * the checksum of the file that it would load.
 */
import { readFileSync } from "node:fs";
import { ensureLibrary } from "../../src/native/extract.ts";
import { packLibrary } from "../../src/native/packed.ts";
import { libraryOf } from "./library.ts";

const [folder = "", source = ""] = process.argv.slice(2);
const content = readFileSync(source);
const path = ensureLibrary(folder, libraryOf(content), () => [content]);
console.log(packLibrary(readFileSync(path)).checksum);
