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
import { type Luggage, usersOfFolder, usersOfServer } from "./migrate-users.ts";

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
  let users: Luggage;
  if ("folder" in source && "server" in target) {
    folder = source.folder;
    const luggage = usersOfFolder(folder, now);
    users = luggage;
    moved = await audited(folder, "migrate", names, io.stderr, () =>
      moveToServer(folder, target.server, {
        now,
        factsOf: factsOfKept,
        onProgress,
        takeAlong: luggage.take,
      }),
    );
  } else if ("server" in source && "folder" in target) {
    folder = target.folder;
    const luggage = usersOfServer(folder);
    users = luggage;
    moved = await audited(folder, "migrate", names, io.stderr, () =>
      moveToFolder(source.server, folder, { now, onProgress, takeAlong: luggage.take }),
    );
  } else
    throw new OcrEcoError(
      "USAGE",
      "A queue is moved between a folder and a server: one of --from and --to is a folder, the other redis://…. From server to server, go by a folder.",
    );
  const { jobs, deliveries, pictures, former } = moved;
  const [taken, there] = [users.taken(), users.there()];
  const further = users.after();
  for (const sentence of further) tell(io.stderr, sentence);
  if (json === true) {
    io.stdout.write(`${JSON.stringify({ ...names, ...moved, users: taken, users_there: there })}\n`);
    return;
  }
  io.stdout.write(
    `${counted(jobs, "job")}, ${counted(deliveries, "delivery", "deliveries")}, ${counted(pictures, "picture hash", "picture hashes")} and ${counted(taken, "user")} of the dashboard are in ${names.to} now.\n`,
  );
  if (there.length > 0)
    tell(
      io.stderr,
      `Users of the same names were there already, and stay with their roles and passwords: ${there.join(", ")}.`,
    );
  if (former !== null) tell(io.stderr, `The database that was there is ${former} now.`);
  tell(
    io.stderr,
    "server" in target
      ? "Set QUEUE_URL to it, and start the service. Keys of its settings and of files go on being this instance's own: others need their own, or those of ocr-eco keys new --shared."
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
