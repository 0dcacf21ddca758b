import { resolve } from "node:path";
import { loadPlaces } from "../../src/config/environment.ts";
import { queueUrl } from "../../src/config/queue-url.ts";
import { OcrEcoError } from "../../src/errors.ts";
import { giveUpMove, type Moved, moveToFolder, moveToServer } from "../../src/queue/moving/move.ts";
import { type ServerSettings, serverOf } from "../../src/redis/address.ts";
import { nameOf as nameOfServer } from "../../src/redis/connection.ts";
import { factsOfKept } from "../../src/service/endings.ts";
import { audited } from "../common/audited.ts";
import type { Io } from "../common/io.ts";
import { printable, tell } from "../output/terminal.ts";
import { counted } from "../output/units.ts";

/** Options of `queue migrate`, as commander gives them. */
export interface MigrateOptions {
  readonly from?: string;
  readonly to?: string;
  readonly giveUp?: true;
  readonly json?: true;
}

/** Where a queue is kept: on a server, or in a folder. */
type Place = { readonly server: ServerSettings; readonly name: string } | { readonly folder: string };

/** Jobs after which is said how far it is. */
const saidEach = 10_000;

/** Moves a queue from a folder onto a server, or back, and prints what was moved. Throws `USAGE` for anything else. */
export async function migrateQueue({ from, to, giveUp, json }: MigrateOptions, io: Io): Promise<void> {
  if (from === undefined || (to === undefined) !== (giveUp === true))
    throw new OcrEcoError(
      "USAGE",
      "Say where the queue is, and where it is to go: --from <place> --to <place>.",
    );
  const source = placeOf("--from", from);
  if (to === undefined) {
    await giveUpOn(source, io);
    return;
  }
  const target = placeOf("--to", to);
  const now = new Date();
  const onProgress = (jobs: number): void => {
    if (jobs % saidEach === 0) tell(io.stderr, `${jobs} jobs are copied …`);
  };
  const names = { from: nameOf(source), to: nameOf(target) };
  let moved: Moved;
  let folder: string;
  if ("folder" in source && "server" in target) {
    folder = source.folder;
    moved = await audited(folder, "migrate", names, io.stderr, () =>
      moveToServer(folder, target.server, { now, factsOf: factsOfKept, onProgress }),
    );
  } else if ("server" in source && "folder" in target) {
    folder = target.folder;
    moved = await audited(folder, "migrate", names, io.stderr, () =>
      moveToFolder(source.server, folder, { now, onProgress }),
    );
  } else
    throw new OcrEcoError(
      "USAGE",
      "A queue is moved between a folder and a server: one of --from and --to is a folder, the other redis://…. From server to server, go by a folder.",
    );
  const { jobs, deliveries, pictures, former } = moved;
  if (json === true) {
    io.stdout.write(`${JSON.stringify({ ...names, ...moved })}\n`);
    return;
  }
  io.stdout.write(
    `${counted(jobs, "job")}, ${counted(deliveries, "delivery", "deliveries")} and ${counted(pictures, "picture hash", "picture hashes")} are in ${names.to} now.\n`,
  );
  if (former !== null) tell(io.stderr, `The database that was there is ${former} now.`);
  tell(
    io.stderr,
    "server" in target
      ? "Set QUEUE_URL to it, and start the service. Users and keys of files are not moved: see Redis in docs/operations.md."
      : `Take QUEUE_URL out of the settings, set DATA_DIR=${folder}, and start the service.`,
  );
}

async function giveUpOn(source: Place, io: Io): Promise<void> {
  if (!("server" in source))
    throw new OcrEcoError(
      "USAGE",
      "--give-up is for a queue on a server: one in a folder goes on where it is, as long as it is there.",
    );
  const came = await giveUpMove(source.server);
  const said = {
    stays: "goes on there",
    empty: "is empty: what had arrived of it is deleted, and it is still where it was",
  } as const;
  io.stdout.write(`The queue in ${source.name} ${came === null ? "was not being moved" : said[came]}.\n`);
}

/** A server is asked with the password and certificates of the settings. Throws `USAGE` and `CONFIG_INVALID`. */
function placeOf(option: string, text: string): Place {
  // Whatever looks like an address is none of a folder: it may hold a password.
  if (!/^[\w+.-]+:\/\//.test(text)) return { folder: resolve(text) };
  const parsed = queueUrl.safeParse(text);
  if (!parsed.success) throw new OcrEcoError("USAGE", `${option}: ${parsed.error.issues[0]?.message}.`);
  const { QUEUE_PASSWORD, QUEUE_REPLICAS, ...others } = loadPlaces();
  const { QUEUE_CA_FILE, QUEUE_SENTINEL_PASSWORD } = others;
  const server: ServerSettings = {
    QUEUE_URL: parsed.data,
    // One in the address is meant for that server.
    QUEUE_PASSWORD: parsed.data.password ?? QUEUE_PASSWORD,
    QUEUE_CA_FILE,
    QUEUE_SENTINEL_PASSWORD,
    QUEUE_REPLICAS,
  };
  // Neither user nor password.
  return { server, name: printable(`${nameOfServer(serverOf(server))}, under ${parsed.data.prefix}`) };
}

function nameOf(place: Place): string {
  return "server" in place ? place.name : place.folder;
}
