import { existsSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "./attempt.ts";
import { type ApiKey, defaultKey, isForFiguresAlone, metricsKey, parseKeys } from "./keys.ts";
import { readSmallFile } from "./secret-files.ts";
import { serviceShape } from "./service-shape.ts";

type Variables = Readonly<Record<string, string>>;

/** Bytes of a file of keys: ten thousand of them. */
const mostBytes = 1_048_576;

export function dataFolderOf({ DATA_DIR }: Variables): string {
  return serviceShape.DATA_DIR.parse(DATA_DIR);
}

/** Where the file of keys is: what `KEYS_FILE` says, else its place in the data folder. */
export function keysFileOf(variables: Variables): string {
  return variables["KEYS_FILE"] ?? join(dataFolderOf(variables), "keys");
}

/** Where the file of users is: what `USERS_FILE` says, else its place in the data folder. */
export function usersFileOf({ USERS_FILE: file, DATA_DIR: folder }: UsersPlace): string {
  return file ?? join(folder, "users");
}

interface UsersPlace {
  readonly USERS_FILE?: string | undefined;
  readonly DATA_DIR: string;
}

/** The text of the file of keys. Throws an `Error` that says what is wrong, without the file's name. */
export function readKeysFile(path: string): string {
  return readSmallFile(path, mostBytes);
}

/** Separates the entries of `API_KEYS`, which may have been written as lines where they come from a file. */
const betweenKeys = /[,\r\n]/;

/** The keys of `API_KEYS`. See parseKeys for what it throws. */
export function parseListOfKeys(text: string): ApiKey[] {
  return parseKeys(text, betweenKeys, false);
}

/** The keys of a file of keys. See parseKeys for what it throws. */
export function parseKeysFile(text: string): ApiKey[] {
  return parseKeys(text, /\r?\n/, true);
}

/** All keys that callers may show. `problem` hears of everything that is wrong with them. */
export function readKeys(set: Variables, problem: (name: string, what: string) => void): readonly ApiKey[] {
  const { API_KEY: first, API_KEYS: list, KEYS_FILE, METRICS_KEY: ofMetrics } = set;
  const file = keysFileOf(set);
  const hasFile = KEYS_FILE !== undefined || existsSync(file);
  const listed =
    list === undefined
      ? []
      : attempt(
          () => parseListOfKeys(list),
          (what) => problem("API_KEYS", what),
        );
  const filed = hasFile
    ? attempt(
        () => parseKeysFile(readKeysFile(file)),
        (what) => problem("KEYS_FILE", what),
      )
    : [];
  const named = [...(listed ?? []), ...(filed ?? [])];
  const callers = first === undefined ? named : [defaultKey(first, named), ...named];
  // Who keeps a file of keys does not want everybody to be let in because the last one was taken out of it.
  if (hasFile && filed !== undefined && callers.every(isForFiguresAlone)) {
    problem(
      "KEYS_FILE",
      "has no key left but for the figures, and there is no other; make one with ocr-eco keys new, or delete the file",
    );
  }
  const keys = ofMetrics === undefined ? callers : [...callers, metricsKey(ofMetrics)];
  for (const [index, key] of keys.entries()) {
    const twin = keys.slice(0, index).find((other) => other.name === key.name || sameHash(other, key));
    if (twin !== undefined) problem("API_KEYS", `${twin.name} and ${key.name} are one key, or have one name`);
  }
  return keys;
}

function sameHash(one: ApiKey, other: ApiKey): boolean {
  return Buffer.from(one.hash).equals(Buffer.from(other.hash));
}
