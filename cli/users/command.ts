import { type Command, Option } from "commander";
import { roles } from "../../src/people/roles.ts";
import type { Invocation } from "../common/io.ts";
import { addShapeOptions } from "../common/options.ts";
import type { ShapeOptions } from "../output/members.ts";
import type { PasswordOptions } from "./users.ts";

const help = `
Users are kept in USERS_FILE, else in the file users of DATA_DIR: names, roles and hashes of passwords (argon2id). With QUEUE_URL
they are kept on that server, for all instances. Running services take changes up at once: whoever was removed, or has
another password or role, is signed out.

The password is asked for twice at a terminal; from elsewhere it is the first line of standard input.

Roles:
  look      sees everything
  operate   changes things, too: pauses, retries, cancels, sends again, forgets

Examples:
  ocr-eco users add anna --role operate
  PASSWORD=$(ocr-eco users add budi --random)
  ocr-eco users password anna
  ocr-eco users list
  ocr-eco users remove budi`;

/** Adds `ocr-eco users`: who may sign in at the dashboard. */
export function registerUsers(program: Command, io: Invocation): void {
  const users = program
    .command("users")
    .description("add, list and remove the people who may sign in at /dashboard")
    .helpCommand(false)
    .addHelpText("after", help);
  const random = "make a random password, and print it once on standard output";
  users
    .command("add")
    .description("let somebody sign in with a password")
    .argument("<name>", "letters, digits, _ . and -")
    .addOption(new Option("--role <role>", "what this person may do").choices(roles).default("look"))
    .option("--random", random)
    .action(async (name: string, options: PasswordOptions & { role: string }) => {
      const { addUser } = await import("./users.ts");
      await addUser(name, options, io);
    });
  users
    .command("password")
    .description("give somebody another password; all sessions with the one before end")
    .argument("<name>", "as it is in the list")
    .option("--random", random)
    .action(async (name: string, options: PasswordOptions) => {
      const { changePassword } = await import("./users.ts");
      await changePassword(name, options, io);
    });
  addShapeOptions(users.command("list").description("list all users"), ["name", "role"]).action(
    async (options: ShapeOptions) => {
      const { listUsers } = await import("./users.ts");
      await listUsers(options, io);
    },
  );
  users
    .command("remove")
    .description("let somebody sign in no more; all sessions of that person end")
    .argument("<name>", "as it is in the list")
    .action(async (name: string) => {
      const { removeUser } = await import("./users.ts");
      await removeUser(name, io);
    });
}
