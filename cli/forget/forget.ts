import { loadPlaces } from "../../src/config/environment.ts";
import type { Places } from "../../src/config/service.ts";
import { OcrEcoError } from "../../src/errors.ts";
import { refuseWithoutQueue } from "../../src/queue/in-folder.ts";
import { openQueue } from "../../src/queue/open.ts";
import type { Whose } from "../../src/queue/port.ts";
import { sharedStoreOf } from "../../src/redis/address.ts";
import { environmentNamed } from "../../src/service/environments.ts";
import { type Forgotten, forget, whatIsKept } from "../../src/service/forget.ts";
import { ForgottenPictures } from "../../src/service/forgotten-pictures.ts";
import { localHourIn } from "../../src/service/local-hour.ts";
import { ever, pictureStores } from "../../src/service/picture-stores.ts";
import { audited } from "../common/audited.ts";
import { confirm } from "../common/confirm.ts";
import type { Io } from "../common/io.ts";
import type { RemoteOptions } from "../common/options.ts";
import { printable, tell } from "../output/terminal.ts";
import { Remote } from "../remote/remote.ts";

/** Options of `forget`, as commander gives them. */
export interface ForgetOptions extends RemoteOptions {
  readonly report?: string;
  readonly user?: string;
  readonly environment?: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** How long a service may take, in milliseconds: it goes over all that it keeps. */
const patience = 600_000;

/** What each member of an answer counts, one and many. */
const nouns = {
  jobs: ["job", "jobs"],
  readings: ["reading", "readings"],
  deliveries: ["delivery", "deliveries"],
  hashes: ["picture hash", "picture hashes"],
  cached_pictures: ["cached picture", "cached pictures"],
  cached_readings: ["cached reading", "cached readings"],
  review_pictures: ["picture for the review", "pictures for the review"],
  mentions: ["mention in other results", "mentions in other results"],
} as const;

/** Says what is kept about somebody, asks, and deletes it. Throws `USAGE` where nobody can be asked. */
export async function forgetSomebody(options: ForgetOptions, io: Io): Promise<void> {
  const whose = whoseOf(options);
  const who = nameOf(whose);
  if (options.dryRun !== true && options.yes !== true && !io.stdin.isTTY) {
    throw new OcrEcoError(
      "USAGE",
      "Nobody can be asked here, because standard input is no terminal. Add --yes to delete, or --dry-run to look.",
    );
  }
  const run = (isDryRun: boolean): Promise<Forgotten> => inFolderOrService(options, whose, isDryRun, io);
  if (options.dryRun === true) {
    io.stdout.write(`Would be deleted about ${who}: ${listed(await run(true))}.\n`);
    return;
  }
  if (options.yes !== true) {
    tell(io.stderr, `About ${who} there are: ${listed(await run(true))}.`);
    if (!(await confirm("Delete that for good?", io)))
      throw new OcrEcoError("CANCELLED", "Nothing was deleted.");
  }
  const forgotten = await run(false);
  io.stdout.write(`Deleted about ${who}: ${listed(forgotten)}.\n`);
  if (!forgotten.wiped) {
    tell(
      io.stderr,
      "Another program reads the database: its files hold traces until it has ended, and a service has run for ten minutes.",
    );
  }
}

function whoseOf({ report, user, environment }: ForgetOptions): Whose {
  if ((report === undefined) === (user === undefined)) {
    throw new OcrEcoError("USAGE", "Say whose data are to go: --report <id> or --user <id>, one of them.");
  }
  const where = environment === undefined ? {} : { environment: environment.toLowerCase() };
  return report === undefined ? { userId: String(user), ...where } : { reportId: report, ...where };
}

/** Whoever holds the data folder does it: a service that runs, or else this process. */
async function inFolderOrService(
  options: ForgetOptions,
  whose: Whose,
  isDryRun: boolean,
  io: Io,
): Promise<Forgotten> {
  if (options.url === undefined) {
    try {
      return await inFolder(loadPlaces(), whose, isDryRun, io);
    } catch (error) {
      if (!(error instanceof OcrEcoError && error.code === "QUEUE_IN_USE")) throw error;
    }
  }
  const body = { ...membersOf(whose), dry_run: isDryRun };
  return Remote.from(options).ask("forget", { body }, { milliseconds: patience });
}

/** Rejects with `QUEUE_IN_USE` while a service holds the folder. */
async function inFolder(places: Places, whose: Whose, isDryRun: boolean, io: Io): Promise<Forgotten> {
  const { DATA_DIR: folder, TIMEZONE, known } = places;
  if (places.QUEUE_URL === undefined) refuseWithoutQueue(folder);
  const pictures = pictureStores(places, ever, (sentence) => tell(io.stderr, sentence));
  const { QUEUE_URL, CACHE_URL } = places;
  const shared = QUEUE_URL === undefined ? undefined : sharedStoreOf({ ...places, QUEUE_URL });
  const opened = openQueue(places, {
    localHour: localHourIn(TIMEZONE),
    ...(shared === undefined ? {} : { shared }),
  });
  try {
    const queue = await opened;
    if (whose.environment !== undefined) await environmentNamed(whose.environment, queue.history, known);
    const elsewhere =
      shared === undefined || CACHE_URL !== undefined ? null : new ForgottenPictures(shared.calls);
    const stores = { history: queue.history, ...pictures, elsewhere };
    if (isDryRun) return await whatIsKept(stores, whose);
    return await audited(folder, "forget", membersOf(whose), io.stderr, () => forget(stores, whose));
  } finally {
    pictures.close();
    await opened.then(
      (queue) => queue.close(),
      () => {},
    );
    shared?.close();
  }
}

/** As the route takes it, and the audit log shows it. */
function membersOf(whose: Whose): Record<string, string> {
  const { environment } = whose;
  const where = environment === undefined ? {} : { environment };
  return "reportId" in whose ? { report_id: whose.reportId, ...where } : { user_id: whose.userId, ...where };
}

function nameOf(whose: Whose): string {
  const where = whose.environment === undefined ? "all environments" : whose.environment;
  const who = "reportId" in whose ? `report ${whose.reportId}` : `user ${whose.userId}`;
  return printable(`${who} (${where})`);
}

function listed(forgotten: Forgotten): string {
  return Object.entries(nouns)
    .map(([member, [one, many]]) => {
      const count = forgotten[member as keyof typeof nouns];
      return `${count} ${count === 1 ? one : many}`;
    })
    .join(", ");
}
