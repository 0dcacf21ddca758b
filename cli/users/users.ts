import { randomBytes } from "node:crypto";
import { z } from "zod";
import { loadUsersSettings, type UsersSettings } from "../../src/config/environment.ts";
import { OcrEcoError, reasonOf } from "../../src/errors.ts";
import { faultOf, hashPassword } from "../../src/people/passwords.ts";
import { roles } from "../../src/people/roles.ts";
import { lineOf, type User } from "../../src/people/users.ts";
import { receiptAt } from "../../src/reading/options.ts";
import { askPassword } from "../common/ask-password.ts";
import { audited } from "../common/audited.ts";
import type { Io } from "../common/io.ts";
import { type UsersPlace, withUsers } from "../common/users-place.ts";
import { columns } from "../output/columns.ts";
import { type ShapeOptions, shapeOf } from "../output/members.ts";
import { tell } from "../output/terminal.ts";

/** Options of commands that set a password, as commander gives them. */
export interface PasswordOptions {
  readonly random?: true;
}

/** Random bytes of a password that nobody thought of. */
const passwordBytes = 18;

const rowSchema = z.object({ name: z.string(), role: z.enum(roles), since: z.string() });

/** Lets somebody sign in. Rejects with `USAGE`, `USER_EXISTS`, `USERS_FILE_UNUSABLE`, or as a server of a queue does. */
export async function addUser(
  name: string,
  options: PasswordOptions & { readonly role: string },
  io: Io,
): Promise<void> {
  const settings = loadUsersSettings();
  const role = rowSchema.shape.role.parse(options.role);
  refuseBadName(name);
  const refuseTwice = (users: readonly User[]): void => {
    if (users.some((user) => user.name === name))
      throw new OcrEcoError(
        "USER_EXISTS",
        `There is a user called ${name} already. ocr-eco users password gives that one another password; to change the role, remove and add it.`,
      );
  };
  await withUsers(settings, async (place) => {
    // Before somebody thinks of a password.
    refuseTwice(await place.list());
    const password = await newPassword(name, options, io);
    const hash = await hashPassword(password);
    await audited(settings.dataFolder, "users add", { name, role }, io.stderr, () =>
      place.put((users) => {
        refuseTwice(users);
        return { name, role, since: todayIn(settings), hash };
      }),
    );
    showRandom(password, options, io);
    tell(
      io.stderr,
      `${name} may sign in at /dashboard (${role}). The hash of the password is in ${place.name}.`,
    );
  });
}

/** Gives somebody another password. Rejects with `USAGE`, `USER_UNKNOWN`, `USERS_FILE_UNUSABLE`, or as a server of a queue does. */
export async function changePassword(name: string, options: PasswordOptions, io: Io): Promise<void> {
  const settings = loadUsersSettings();
  await withUsers(settings, async (place) => {
    userCalled(name, await place.list(), place);
    const password = await newPassword(name, options, io);
    const hash = await hashPassword(password);
    await audited(settings.dataFolder, "users password", { name }, io.stderr, () =>
      place.put((users) => ({ ...userCalled(name, users, place), hash })),
    );
    showRandom(password, options, io);
  });
  tell(io.stderr, `${name} has another password, and is signed out everywhere.`);
}

/** Prints the users, as a table, or as the options say. Rejects with `USERS_FILE_UNUSABLE`, or as a server of a queue does. */
export async function listUsers(options: ShapeOptions, io: Io): Promise<void> {
  const shape = shapeOf(options, rowSchema);
  await withUsers(loadUsersSettings(), async (place) => {
    const rows = (await place.list()).map(({ name, role, since }) => ({ name, role, since }));
    if (shape !== null) io.stdout.write(shape(rows));
    else if (rows.length > 0)
      io.stdout.write(
        columns([["name", "role", "since"], ...rows.map(({ name, role, since }) => [name, role, since])]),
      );
    else
      tell(
        io.stderr,
        `There is no user in ${place.name}. Make one with ocr-eco users add, or sign in with a key.`,
      );
  });
}

/** Lets somebody sign in no more. Rejects with `USER_UNKNOWN`, `USERS_FILE_UNUSABLE`, or as a server of a queue does. */
export async function removeUser(name: string, io: Io): Promise<void> {
  const settings = loadUsersSettings();
  await withUsers(settings, (place) =>
    audited(settings.dataFolder, "users remove", { name }, io.stderr, () =>
      place.takeOut(name, (users) => userCalled(name, users, place)),
    ),
  );
  tell(io.stderr, `${name} can sign in no more, and is signed out everywhere.`);
}

async function newPassword(name: string, { random }: PasswordOptions, io: Io): Promise<string> {
  const password =
    random === true ? randomBytes(passwordBytes).toString("base64url") : await askPassword(name, io);
  const fault = faultOf(password, name);
  if (fault === null) return password;
  throw new OcrEcoError("USAGE", `The password cannot be taken: ${fault}.`);
}

function showRandom(password: string, { random }: PasswordOptions, io: Io): void {
  if (random === true) io.stdout.write(`${password}\n`);
}

function userCalled(name: string, users: readonly User[], place: Pick<UsersPlace, "name">): User {
  const found = users.find((user) => user.name === name);
  if (found !== undefined) return found;
  const names = users.map((user) => user.name).join(", ") || "none";
  throw new OcrEcoError("USER_UNKNOWN", `There is no user called ${name} in ${place.name}. There: ${names}.`);
}

function refuseBadName(name: string): void {
  try {
    // The rest of it is right.
    lineOf({ name, role: "look", since: "2026-01-01", hash: `$argon2id$${"a".repeat(40)}` });
  } catch (error) {
    throw new OcrEcoError("USAGE", `The user cannot be made: ${reasonOf(error)}.`, { cause: error });
  }
}

function todayIn({ timeZone }: UsersSettings): string {
  return receiptAt(new Date(), timeZone).day;
}
