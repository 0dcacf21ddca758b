import { randomBytes } from "node:crypto";
import { type KeysSettings, loadKeysSettings } from "../../src/config/environment.ts";
import { type ApiKey, entrySchema, hashOf, isForFiguresAlone, metricsName } from "../../src/config/keys.ts";
import { OcrEcoError, reasonOf } from "../../src/errors.ts";
import { receiptAt } from "../../src/reading/options.ts";
import { audited } from "../common/audited.ts";
import { findService } from "../common/find-service.ts";
import type { Io } from "../common/io.ts";
import { keysIn } from "../common/keys-file.ts";
import { withKeys } from "../common/keys-place.ts";
import { type ShapeOptions, shapeOf } from "../output/members.ts";
import { tell } from "../output/terminal.ts";
import { keyRow, keyRowSchema, keyTable } from "./list.ts";

/** Options of `keys new`, as commander gives them. */
export interface NewKeyOptions {
  readonly scopes: string;
  readonly limit: string;
  readonly expires?: string;
  readonly days?: number;
  readonly reload?: true;
  readonly shared?: true;
}

/** So that people, and programs that search for secrets, recognise a key. */
const prefix = "ocreco_";
/** Random bytes of a key: nobody guesses 256 bits. */
const keyBytes = 32;

/**
 * Makes a key, prints it once and keeps its hash. Gives back the exit status: 1 when the service should have taken it up,
 * and could not be told.
 */
export async function newKey(name: string, options: NewKeyOptions, io: Io): Promise<number> {
  const settings = loadKeysSettings();
  const today = todayIn(settings);
  const expires = lastDay(options, today);
  const key = newKeyText();
  const hash = Buffer.from(hashOf(key)).toString("hex");
  const { scopes, limit } = options;
  const entry = entrySchema.safeParse({
    name,
    key: hash,
    scopes: scopes.split("+"),
    limit,
    issued: today,
    expires,
  });
  if (!entry.success) throw usage(`The key cannot be made: ${entry.error.issues[0]?.message}`);
  const parts = [name, hash, scopes, limit, today, ...(expires === undefined ? [] : [expires])];
  const areShared = options.shared === true;
  const target = { name, scopes, limit, ...(expires && { expires }), ...(areShared && { shared: true }) };
  await withKeys(settings, areShared, async (place) => {
    await audited(settings.dataFolder, "keys new", target, io.stderr, () =>
      place.add(name, parts.join(":"), (keys) => {
        const others = [...settings.otherNames, ...(areShared ? namesInFile(settings) : [])];
        if (!others.includes(name) && !keys.some((each) => each.name === name)) return;
        throw new OcrEcoError(
          "KEY_EXISTS",
          `There is a key called ${name} already. Give the new one another name, as in ${name}-${today.slice(0, 7)}: both are valid until you revoke the old one.`,
        );
      }),
    );
    io.stdout.write(`${key}\n`);
    const until = expires === undefined ? "" : `, until ${expires}`;
    tell(
      io.stderr,
      `The key ${name} (${scopes}, ${limit}${until}) is shown once. Its SHA-256 is in ${place.name}.`,
    );
  });
  if (areShared) {
    tell(io.stderr, "Every instance that runs knows it within seconds.");
    return 0;
  }
  return takeUp(settings, "It is not known until", options.reload === true, io);
}

/** A key that nobody had before. */
export function newKeyText(): string {
  return `${prefix}${randomBytes(keyBytes).toString("base64url")}`;
}

/** Prints the keys of the file, or of all instances, as a table, or as the options say. */
export async function listKeys(options: ShapeOptions & { readonly shared?: true }, io: Io): Promise<void> {
  const shape = shapeOf(options, keyRowSchema);
  const settings = loadKeysSettings();
  const today = todayIn(settings);
  await withKeys(settings, options.shared === true, async (place) => {
    const rows = (await place.list()).map((key) => keyRow(key, today));
    io.stdout.write(shape === null ? keyTable(rows) : shape(rows));
    if (rows.length === 0 && shape === null) tell(io.stderr, `There is no key in ${place.name}.`);
  });
}

/** Options of `keys revoke`, as commander gives them. */
export interface RevokeOptions {
  readonly reload?: true;
  readonly shared?: true;
}

/** Takes a key out of the file, or from all instances. Gives back the exit status, as `newKey` does. */
export async function revokeKey(name: string, options: RevokeOptions, io: Io): Promise<number> {
  const settings = loadKeysSettings();
  const areShared = options.shared === true;
  let rest = 0;
  await withKeys(settings, areShared, async (place) => {
    const target = { name, ...(areShared && { shared: true }) };
    await audited(settings.dataFolder, "keys revoke", target, io.stderr, () =>
      place.remove(name, (keys) => {
        if (!areShared && settings.otherNames.includes(name)) {
          throw new OcrEcoError(
            "KEY_UNKNOWN",
            `The key ${name} is in API_KEY, API_KEYS or METRICS_KEY. Take it out there.`,
          );
        }
        refuseUnknown(name, keys, place.name);
        const others = keys.filter((each) => each.name !== name && !isForFiguresAlone(each));
        rest = others.length + settings.otherNames.filter((other) => other !== metricsName).length;
      }),
    );
    tell(io.stderr, `The key ${name} is no longer in ${place.name}.`);
  });
  if (areShared) {
    tell(io.stderr, "Every instance that runs refuses it within seconds.");
    return 0;
  }
  if (rest === 0) {
    tell(
      io.stderr,
      "It was the last one. A service goes on letting it in until there is another: make one, or end the service.",
    );
  }
  return takeUp(settings, "It is let in until", options.reload === true, io);
}

function refuseUnknown(name: string, keys: readonly ApiKey[], place: string): void {
  if (keys.some((each) => each.name === name)) return;
  const names = keys.map((each) => each.name).join(", ") || "none";
  throw new OcrEcoError("KEY_UNKNOWN", `There is no key called ${name} in ${place}. There: ${names}.`);
}

function namesInFile({ file }: KeysSettings): string[] {
  return keysIn(file).map(({ name }) => name);
}

/** Has the service take up what changed, or says how. Gives back the exit status. */
function takeUp({ dataFolder }: KeysSettings, untilThen: string, isToReload: boolean, io: Io): number {
  const service = findService(dataFolder);
  if (service === null) {
    tell(
      io.stderr,
      `No service was found that runs here with ${dataFolder}. One takes this up when it starts, or on SIGHUP.`,
    );
    return 0;
  }
  const { pid, isSure } = service;
  if (!isSure) {
    tell(
      io.stderr,
      `The service may be process ${pid} of another user. ${untilThen} it gets kill -HUP ${pid} from that user or root.`,
    );
    return isToReload ? 1 : 0;
  }
  if (!isToReload) {
    tell(io.stderr, `${untilThen} the service gets kill -HUP ${pid}; --reload does that.`);
    return 0;
  }
  try {
    process.kill(pid, "SIGHUP");
  } catch (error) {
    tell(io.stderr, `${untilThen} the service gets kill -HUP ${pid}, which failed: ${reasonOf(error)}.`);
    return 1;
  }
  tell(io.stderr, `The service (process ${pid}) was told to take this up; its log says whether it has.`);
  return 0;
}

function lastDay({ expires, days }: NewKeyOptions, today: string): string | undefined {
  if (days !== undefined) {
    return new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  }
  if (expires !== undefined && expires < today) throw usage(`--expires ${expires} is over already`);
  return expires;
}

function todayIn({ timeZone }: KeysSettings): string {
  return receiptAt(new Date(), timeZone).day;
}

function usage(message: string): OcrEcoError {
  return new OcrEcoError("USAGE", `${message}.`);
}
