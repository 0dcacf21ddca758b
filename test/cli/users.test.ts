import { describe, expect, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseUsers } from "../../src/people/users.ts";
import { type Ended, ocrEco } from "../support/cli.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { TmuxTerminal } from "../support/tmux.ts";

const password = "correct horse battery staple";

/** The command in a folder of its own, and the file of users there. */
function setUp() {
  const cwd = temporaryFolder();
  const file = join(cwd, "data", "users");
  return {
    cwd,
    file,
    users: (typed: string | null, ...words: string[]): Promise<Ended> =>
      ocrEco(["users", ...words], { cwd, ...(typed === null ? {} : { stdin: Buffer.from(typed) }) }),
    kept: () => parseUsers(readFileSync(file, "utf8")),
    audit: () => readFileSync(join(cwd, "data", "audit.jsonl"), "utf8"),
  };
}

describe("ocr-eco users", () => {
  test("adds somebody with the password on standard input, and keeps its hash for its owner alone", async () => {
    const { users, kept, file, audit } = setUp();
    const added = await users(`${password}\n`, "add", "anna", "--role", "operate");
    expect([added.exitCode, added.stdout]).toEqual([0, ""]);
    expect(kept()).toMatchObject([{ name: "anna", role: "operate" }]);
    expect(await Bun.password.verify(password, kept()[0]?.hash ?? "")).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(audit()).toContain('"action":"users add"');
    expect(`${audit()}${added.stderr}`).not.toContain(password);
  });

  test("makes a random password, prints it once, and whoever is added may look unless it is said otherwise", async () => {
    const { users, kept } = setUp();
    const made = await users(null, "add", "budi", "--random");
    expect(made.stdout).toMatch(/^[\w-]{24}\n$/);
    expect(made.stderr).not.toContain(made.stdout.trim());
    expect(kept()[0]?.role).toBe("look");
    expect(await Bun.password.verify(made.stdout.trim(), kept()[0]?.hash ?? "")).toBe(true);
  });

  test("gives another password, and leaves everybody else as they are", async () => {
    const { users, kept } = setUp();
    for (const name of ["anna", "budi"]) await users(null, "add", name, "--random");
    const before = kept();
    expect((await users(`${password}\n`, "password", "anna")).exitCode).toBe(0);
    const after = kept();
    expect(after.find(({ name }) => name === "budi")).toEqual(before.find(({ name }) => name === "budi"));
    const anna = after.find(({ name }) => name === "anna");
    expect(await Bun.password.verify(password, anna?.hash ?? "")).toBe(true);
    expect(anna?.role).toBe("look");
  });

  test("lists them without their hashes, as a table and as JSON, and says when there is nobody", async () => {
    const { users } = setUp();
    const nobody = await users(null, "list");
    expect([nobody.exitCode, nobody.stdout]).toEqual([0, ""]);
    expect(nobody.stderr).toContain("There is no user in");
    await users(null, "add", "anna", "--random", "--role", "operate");
    expect((await users(null, "list")).stdout).toMatch(
      /^name {2}role {5}since\nanna {2}operate {2}\d{4}-\d\d-\d\d\n$/,
    );
    const json = (await users(null, "list", "--json")).stdout;
    expect(json).toContain('"role": "operate"');
    expect(json).not.toContain("argon2");
  });

  test("removes one, and says who is there when nobody is called like that", async () => {
    const { users, kept } = setUp();
    await users(null, "add", "anna", "--random");
    const refused = await users(null, "remove", "ana");
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining("There: anna.")]);
    expect((await users(null, "remove", "anna")).exitCode).toBe(0);
    expect(kept()).toEqual([]);
  });

  test.each([
    [["add", "an na"], `${password}\n`, 2, "the name must be"],
    [["add", "anna", "--role", "boss"], `${password}\n`, 2, "Allowed choices are look, review, operate"],
    [["add", "anna"], "short\n", 2, "12 characters at least"],
    [["add", "anna"], "", 2, "No password came on standard input"],
    [["password", "anna"], `${password}\n`, 1, "There is no user called anna"],
  ] as const)("%j with %j is refused, and nothing is made", async (words, typed, status, sentence) => {
    const { users, file } = setUp();
    const refused = await users(typed, ...words);
    expect([refused.exitCode, refused.stdout]).toEqual([status, ""]);
    expect(refused.stderr.replace(/\s+/g, " ")).toContain(sentence);
    expect(() => statSync(file)).toThrow();
  });

  test("refuses a name that there is, and a file that makes no sense, and leaves both as they are", async () => {
    const { users, file } = setUp();
    await users(null, "add", "anna", "--random");
    const before = readFileSync(file, "utf8");
    const twice = await users(`${password}\n`, "add", "anna");
    expect([twice.exitCode, twice.stderr]).toEqual([
      1,
      expect.stringContaining("There is a user called anna already"),
    ]);
    expect(readFileSync(file, "utf8")).toBe(before);
    writeFileSync(file, "anna\n");
    const broken = await users(null, "add", "budi", "--random");
    expect([broken.exitCode, broken.stderr.replace(/\s+/g, " ")]).toEqual([
      1,
      expect.stringContaining("cannot be used: line 1"),
    ]);
    expect(readFileSync(file, "utf8")).toBe("anna\n");
  });
});

describe.skipIf(!hasProgram("tmux", "tmux"))("at a terminal", () => {
  test("the password is asked for twice and never shown; two that differ change nothing", async () => {
    const { cwd, file, kept } = setUp();
    const env = { DATA_DIR: join(cwd, "data") };
    const other = TmuxTerminal.run(["users", "add", "anna"], { env });
    await other.shows(/Password for anna:/);
    other.type(password);
    other.type("Enter");
    await other.shows(/Once more:/);
    other.type("something else 123");
    other.type("Enter");
    await other.shows(/ended 2/);
    expect(other.text).toContain("The two passwords are not the same. Nothing was changed.");
    expect(() => statSync(file)).toThrow();

    const same = TmuxTerminal.run(["users", "add", "anna"], { env });
    for (const question of [/Password for anna:/, /Once more:/]) {
      await same.shows(question);
      same.type(`${password}x`);
      same.type("BSpace");
      same.type("Enter");
    }
    await same.shows(/ended 0/);
    expect(`${same.text}${other.text}`).not.toContain(password);
    expect(await Bun.password.verify(password, kept()[0]?.hash ?? "")).toBe(true);
    expect(same.isRestored).toBe(true);
  });

  test("whoever presses Ctrl-C has changed nothing", async () => {
    const { cwd, file } = setUp();
    const terminal = TmuxTerminal.run(["users", "add", "anna"], { env: { DATA_DIR: join(cwd, "data") } });
    await terminal.shows(/Password for anna:/);
    terminal.type("C-c");
    await terminal.shows(/ended 2/);
    expect(terminal.text).toContain("Nothing was changed.");
    expect(() => statSync(file)).toThrow();
  });
});
