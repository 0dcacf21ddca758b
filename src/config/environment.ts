import { isIPv6 } from "node:net";
import { OcrEcoError } from "../errors.ts";
import { allSettings, isOfReading, isSecret, isSetting } from "./all-settings.ts";
import { attempt } from "./attempt.ts";
import { type Config, parseConfig, withoutEmpty } from "./config.ts";
import { readEnvironments } from "./destinations.ts";
import { metricsName } from "./keys.ts";
import { dataFolderOf, keysFileOf, parseListOfKeys, usersFileOf } from "./read-keys.ts";
import { readSecretFiles } from "./secret-files.ts";
import {
  type FurtherChecks,
  fixedSettings,
  type Places,
  parsePlaces,
  parseServiceConfig,
  type ServiceConfig,
} from "./service.ts";
import { serviceShape } from "./service-shape.ts";
import { refuseMisspelt } from "./unknown-settings.ts";
import { allVariables, readSettingsAnew, variablesOfEnvironment, variablesOfFile } from "./variables.ts";

/** The configuration of this process: its environment, and below that the settings' file. */
export function loadConfig(): Config {
  return parseConfig(allVariables());
}

export interface LoadedService {
  readonly config: ServiceConfig;
  /** The settings, as they were written, that a running service does not take up. */
  readonly fixed: Readonly<Record<string, string>>;
}

/** The same with what only `serve` needs, and with what the settings' file says now. Throws `CONFIG_INVALID`. */
export function loadServiceConfig(further: FurtherChecks): LoadedService {
  readSettingsAnew();
  refuseMisspelt();
  const variables = allVariables();
  return { config: parseServiceConfig(variables, further), fixed: fixedSettings(variables) };
}

/** What `ocr-eco keys` works with. */
export interface KeysSettings {
  /** The file of keys, which need not be there. */
  readonly file: string;
  readonly dataFolder: string;
  /** Names that keys outside of the file have. */
  readonly otherNames: readonly string[];
  readonly timeZone: string;
}

/** The same for `ocr-eco keys`, which does not mind what else `serve` would refuse. */
export function loadKeysSettings(): KeysSettings {
  const all = withoutEmpty(allVariables());
  const { variables } = readSecretFiles(all, () => {});
  const { API_KEY: first, API_KEYS: list = "", METRICS_KEY: ofMetrics } = variables;
  const listed = attempt(
    () => parseListOfKeys(list),
    () => {},
  );
  return {
    file: keysFileOf(variables),
    dataFolder: dataFolderOf(variables),
    otherNames: [
      ...(first === undefined ? [] : ["default"]),
      ...(listed ?? []).map(({ name }) => name),
      ...(ofMetrics === undefined ? [] : [metricsName]),
    ],
    timeZone: parseConfig(all).TIMEZONE,
  };
}

/** What `ocr-eco plan` works with. */
export interface PlanSettings {
  readonly config: Config;
  readonly dataFolder: string;
}

/** The same for `ocr-eco plan`, which needs no more of what `serve` does. Throws `CONFIG_INVALID`. */
export function loadPlanSettings(): PlanSettings {
  const all = withoutEmpty(allVariables());
  return { config: parseConfig(all), dataFolder: dataFolderOf(all) };
}

/** What `ocr-eco users` works with. */
export interface UsersSettings {
  /** The file of users, which need not be there. */
  readonly file: string;
  /** The server that keeps them instead for all instances; `null` without one. */
  readonly server: QueueServer | null;
  readonly dataFolder: string;
  readonly timeZone: string;
}

/** The server that several instances share. */
type QueueServer = Pick<Places, "QUEUE_PASSWORD" | "QUEUE_CA_FILE" | "QUEUE_SENTINEL_PASSWORD"> & {
  readonly QUEUE_URL: NonNullable<Places["QUEUE_URL"]>;
};

/** `null` without one. Throws `CONFIG_INVALID` where its settings are wrong. */
export function loadQueueServer(): QueueServer | null {
  if (!isQueueOnServer()) return null;
  const { QUEUE_URL, QUEUE_PASSWORD, QUEUE_CA_FILE, QUEUE_SENTINEL_PASSWORD } = loadPlaces();
  if (QUEUE_URL === undefined) return null;
  return { QUEUE_URL, QUEUE_PASSWORD, QUEUE_CA_FILE, QUEUE_SENTINEL_PASSWORD };
}

/** The same for `ocr-eco users`, which does not mind what else `serve` would refuse. Throws `CONFIG_INVALID`. */
export function loadUsersSettings(): UsersSettings {
  const all = withoutEmpty(allVariables());
  const dataFolder = dataFolderOf(all);
  const file = usersFileOf({ USERS_FILE: all["USERS_FILE"], DATA_DIR: dataFolder });
  return { file, server: loadQueueServer(), dataFolder, timeZone: parseConfig(all).TIMEZONE };
}

/** The file of users of the installation in a folder, and whether that is one of `USERS_FILE`'s. */
export function loadUsersFile(folder: string): { readonly file: string; readonly isOwn: boolean } {
  const { USERS_FILE } = withoutEmpty(allVariables());
  return { file: usersFileOf({ USERS_FILE, DATA_DIR: folder }), isOwn: USERS_FILE !== undefined };
}

/** The same for `ocr-eco forget`, which opens the data folder itself. Throws `CONFIG_INVALID`. */
export function loadPlaces(): Places {
  return parsePlaces(allVariables());
}

/** Whether a server keeps the queue, and not the database in DATA_DIR. */
function isQueueOnServer(): boolean {
  const { QUEUE_URL: url, QUEUE_URL_FILE: file } = withoutEmpty(allVariables());
  return url !== undefined || file !== undefined;
}

/** What commands know of the service that they ask. */
export interface ClientSettings {
  /** Where the service of this configuration listens, for this machine; `null` when its port is only known to itself. */
  readonly url: string | null;
  /** The certificate that it shows, in PEM, with its chain; `null` when it speaks http. */
  readonly certFile: string | null;
}

/** The same for commands that ask a running service. What only `serve` would mind does not matter to them. */
export function loadClientSettings(): ClientSettings {
  const all = withoutEmpty(allVariables());
  const port = serviceShape.PORT.safeParse(all["PORT"]);
  if (!port.success) {
    throw new OcrEcoError(
      "CONFIG_INVALID",
      `PORT: ${port.error.issues[0]?.message}. Or name a service with --url.`,
    );
  }
  const certFile = all["TLS_CERT_FILE"] ?? null;
  const scheme = certFile === null ? "http" : "https";
  const url = port.data === 0 ? null : `${scheme}://${reachable(all["HOST"])}:${port.data}`;
  return { url, certFile };
}

/**
 * The key that commands show: `API_KEY`, or what is in `API_KEY_FILE`. What the environment says goes before what `.env`
 * says, whichever of the two it is; `null` without either.
 */
export function loadClientKey(): string | null {
  const named = (from: Readonly<Record<string, string | undefined>>): Record<string, string> =>
    withoutEmpty({ API_KEY: from["API_KEY"], API_KEY_FILE: from["API_KEY_FILE"] });
  const own = named(variablesOfEnvironment());
  const set = Object.keys(own).length > 0 ? own : named(variablesOfFile());
  const { variables } = readSecretFiles(set, (name, what) => {
    throw new OcrEcoError("CONFIG_INVALID", `The key cannot be read. ${name}: ${what}.`);
  });
  return variables["API_KEY"] ?? null;
}

/** The environments of this configuration, in lower case, whatever else may be wrong with it. */
export function loadEnvironmentNames(): readonly string[] {
  return readEnvironments(withoutEmpty(allVariables()), () => {}).known;
}

/** The environment for a service that is started only to be measured: it reads as this configuration says, and no more. */
export function throwAwayEnvironment(): Record<string, string> {
  const all = withoutEmpty(allVariables());
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !isSetting(name) || (isOfReading(name) && name !== "LOG_LEVEL")),
  );
}

/** The host, as it stands in an address, under which this machine reaches what listens there. */
export function reachable(host = ""): string {
  if (["", "0.0.0.0"].includes(host)) return "127.0.0.1";
  if (host === "::") return "[::1]";
  return isIPv6(host) ? `[${host}]` : host;
}

/** What tells the Vulkan loader which drivers there are, where somebody set it: files, separated by colons. */
export function driverFiles(): string | null {
  const { VK_DRIVER_FILES: files, VK_ICD_FILENAMES: older } = process.env;
  return [files, older].find((each) => each !== undefined && each !== "") ?? null;
}

/** Names of secrets begin like this, also those that were mistyped. */
const secretNames = Object.keys(allSettings).filter(isSecret);

/** Whether a process which decodes strangers' pictures has a use for a variable: it is about reading, or none of ours. */
function isForWorkers(name: string): boolean {
  if (secretNames.some((secret) => name.startsWith(secret))) return false;
  return isOfReading(name) || !isSetting(name);
}

/**
 * How glibc keeps a worker's memory (docs/decisions/memory-of-a-worker.md). A fresh page costs more than what is written on it,
 * most of all in a virtual machine. So it lies on huge pages where the kernel has them for those who ask (glibc's manual, "Memory
 * Allocation Tunables"), in one arena, pixels and tensors included, and what is free at its end goes back from two megabytes on.
 * What JavaScript leaves free between what it uses is kept by Bun's allocator (mimalloc) for the next picture.
 */
const memoryOfWorkers = {
  GLIBC_TUNABLES: "glibc.malloc.hugetlb=1",
  MALLOC_ARENA_MAX: "1",
  MALLOC_MMAP_THRESHOLD_: String(32 * 1024 * 1024),
  MALLOC_TRIM_THRESHOLD_: String(2 * 1024 * 1024),
  MIMALLOC_PURGE_HOLES: "0",
} as const;

/** The environment for a worker process: as `nativeEnvironment`, and what an operator sets counts more than how it keeps memory. */
export function workerEnvironment(config: Config): Record<string, string> {
  return { ...memoryOfWorkers, ...nativeEnvironment(config) };
}

/**
 * The environment for a process that runs native code of others, without keys. ONNX Runtime sends telemetry and writes files for it unless told
 * otherwise before its library loads, which only the real environment of a process can do.
 */
export function nativeEnvironment({ OCR_ECO_CACHE_DIR }: Config): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isForWorkers(entry[0]),
  );
  // Set in .env it would otherwise not reach the code that loads the native libraries.
  const cache = OCR_ECO_CACHE_DIR === undefined ? {} : { OCR_ECO_CACHE_DIR };
  return { ...Object.fromEntries(inherited), ...cache, ORT_DISABLE_TELEMETRY: "1" };
}
