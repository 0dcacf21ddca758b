import type { ApiKey } from "../../src/config/keys.ts";
import { parseKeysFile, readKeysFile } from "../../src/config/read-keys.ts";
import { changeFile, entriesIn, type LinedFile, withLine, withoutLine } from "./lined-file.ts";

const header = "# name:SHA-256 of the key:scopes:limit:issued[:expires]\n";

/** The keys in a file; none in one that does not exist. Throws `KEYS_FILE_UNUSABLE`. */
export function keysIn(path: string): ApiKey[] {
  return entriesIn(fileOfKeys(path));
}

/** Adds a line to a file of keys, which is created if it is missing. `check` gets the keys that are there. */
export function addLine(path: string, line: string, check: (keys: readonly ApiKey[]) => void): void {
  changeFile(fileOfKeys(path), (text, keys) => {
    check(keys);
    return withLine(text, line, header);
  });
}

/** Takes the line of a key out of a file, and leaves all others as they are. `check` gets the keys that are there. */
export function removeLine(path: string, name: string, check: (keys: readonly ApiKey[]) => void): void {
  changeFile(fileOfKeys(path), (text, keys) => {
    check(keys);
    return withoutLine(text, name);
  });
}

function fileOfKeys(path: string): LinedFile<ApiKey> {
  return {
    path,
    called: "the file of keys",
    code: "KEYS_FILE_UNUSABLE",
    read: readKeysFile,
    parse: parseKeysFile,
  };
}
