import { z } from "zod";
import { readSmallFile } from "../config/secret-files.ts";
import { roles } from "./roles.ts";

/** Bytes of a file of users: some thousands of them. */
const mostBytes = 1_048_576;

const userSchema = z.object({
  name: z.string().regex(/^[\w.-]{1,64}$/, "the name must be of up to 64 letters, digits, _ . and -"),
  role: z.enum(roles, `roles are ${roles.join(", ")}`),
  since: z.iso.date("the day must be as in 2026-11-01"),
  hash: z.string().regex(/^\$argon2id\$[\w$=,+/-]{40,300}$/, "the hash is none of argon2id"),
});

/** A person who may sign in at the dashboard. */
export type User = Readonly<z.infer<typeof userSchema>>;

/** The line of a user in the file. Throws an `Error` that says what is wrong with the user. */
export function lineOf(user: User): string {
  const { name, role, since, hash } = checked(user, "");
  return [name, role, since, hash].join(":");
}

/** The user of a line that `lineOf` made. Throws an `Error` that says what is wrong with it. */
export function parseUser(line: string): User {
  const [name, role, since, hash] = line.split(":");
  return checked({ name, role, since, hash }, "");
}

/** Who may sign in with a password: those of a file, or those that all instances share. */
export interface Users {
  /** Who has this name; `null` for nobody. Rejects with `QUEUE_UNREACHABLE` or `QUEUE_REFUSED` where a server that keeps them cannot be asked. */
  called(name: string): User | null | Promise<User | null>;
}

/**
 * The users of a file: a line `name:role:since:hash` for each, where the hash is one of argon2id in PHC's form. Throws an
 * `Error` that says which line is wrong by its number.
 */
export function parseUsers(text: string): User[] {
  const users = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== "" && !line.startsWith("#"))
    .map(({ line, number }) => {
      const [name, role, since, hash, ...more] = line.split(":");
      const where = `line ${number} is not name:role:since:hash`;
      if (more.length > 0) throw new Error(`${where} (there are too many parts)`);
      return checked({ name, role, since, hash }, `${where}: `);
    });
  const twice = users.find(({ name }, index) => users.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new Error(`two users are called ${twice.name}`);
  return users;
}

/** The text of the file of users. Throws an `Error` that says what is wrong, without the file's name. */
export function readUsersFile(path: string): string {
  return readSmallFile(path, mostBytes);
}

function checked(user: unknown, where: string): User {
  const parsed = userSchema.safeParse(user);
  if (parsed.success) return parsed.data;
  throw new Error(`${where}${parsed.error.issues[0]?.message}`);
}
