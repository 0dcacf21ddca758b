import { lineOf, parseUsers, readUsersFile, type User } from "../../src/people/users.ts";
import { changeFile, type LinedFile, textOf, unusable, withLine, withoutLine } from "./lined-file.ts";

const header = "# name:role:since:hash of the password (argon2id)\n";

/** The users in a file; none in one that does not exist. Throws `USERS_FILE_UNUSABLE`. */
export function usersIn(path: string): User[] {
  const file = fileOfUsers(path);
  return parsed(file, textOf(file));
}

/**
 * Puts a user into a file, in the place of the one with that name if there is one; the file is created if it is missing. `make`
 * gets the users that are there.
 */
export function putUser(path: string, make: (users: readonly User[]) => User): void {
  const file = fileOfUsers(path);
  changeFile(file, (text) => {
    const user = make(parsed(file, text));
    return withLine(withoutLine(text, user.name), lineOf(user), header);
  });
}

/** Takes a user out of a file. `check` gets the users that are there. */
export function takeOutUser(path: string, name: string, check: (users: readonly User[]) => void): void {
  const file = fileOfUsers(path);
  changeFile(file, (text) => {
    check(parsed(file, text));
    return withoutLine(text, name);
  });
}

function fileOfUsers(path: string): LinedFile {
  return { path, called: "the file of users", code: "USERS_FILE_UNUSABLE", read: readUsersFile };
}

function parsed(file: LinedFile, text: string): User[] {
  try {
    return parseUsers(text);
  } catch (error) {
    throw unusable(file, error);
  }
}
