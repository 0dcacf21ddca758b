import { lineOf, parseUsers, readUsersFile, type User } from "../../src/people/users.ts";
import { changeFile, entriesIn, type LinedFile, withLine, withoutLine } from "./lined-file.ts";

const header = "# name:role:since:hash of the password (argon2id)\n";

/** The users in a file; none in one that does not exist. Throws `USERS_FILE_UNUSABLE`. */
export function usersIn(path: string): User[] {
  return entriesIn(fileOfUsers(path));
}

/**
 * Puts a user into a file, in the place of the one with that name if there is one; the file is created if it is missing. `make`
 * gets the users that are there.
 */
export function putUser(path: string, make: (users: readonly User[]) => User): void {
  changeFile(fileOfUsers(path), (text, users) => {
    const user = make(users);
    return withLine(withoutLine(text, user.name), lineOf(user), header);
  });
}

/** Takes a user out of a file. `check` gets the users that are there. */
export function takeOutUser(path: string, name: string, check: (users: readonly User[]) => void): void {
  changeFile(fileOfUsers(path), (text, users) => {
    check(users);
    return withoutLine(text, name);
  });
}

function fileOfUsers(path: string): LinedFile<User> {
  return {
    path,
    called: "the file of users",
    code: "USERS_FILE_UNUSABLE",
    read: readUsersFile,
    parse: parseUsers,
  };
}
