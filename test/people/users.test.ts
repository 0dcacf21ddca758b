import { describe, expect, spyOn, test } from "bun:test";
import { faultOf, hashPassword, PasswordChecks } from "../../src/people/passwords.ts";
import { lineOf, parseUsers } from "../../src/people/users.ts";
import { cleanUp } from "../support/clean-up.ts";

const hash = await hashPassword("a good long password");
const anna = { name: "anna", role: "operate", since: "2026-11-28", hash } as const;

describe("the file of users", () => {
  test("has a line for each, comments and empty lines aside", () => {
    const budi = { ...anna, name: "budi", role: "look" } as const;
    expect(parseUsers(`# ours\n\n${lineOf(anna)}\r\n${lineOf(budi)}\n`)).toEqual([anna, budi]);
  });

  test.each([
    [`anna:boss:2026-11-28:${hash}`, "line 1 is not name:role:since:hash: roles are look, review, operate"],
    [`\nan na:look:2026-11-28:${hash}`, "line 2 is not name:role:since:hash: the name must be"],
    ["anna:look:2026-11-28:a good long password", "the hash is none of argon2id"],
    [`anna:look:yesterday:${hash}`, "the day must be as in"],
    [`anna:look:2026-11-28:${hash}:more`, "there are too many parts"],
    [`${lineOf(anna)}\n${lineOf(anna)}`, "two users are called anna"],
  ])("with %j is refused", (text, what) => {
    expect(() => parseUsers(text)).toThrow(what);
  });

  test("tells nothing of a password that stands in it by mistake", () => {
    expect(() => parseUsers("anna:look:2026-11-28:hunter2-hunter2")).toThrow(/^((?!hunter2).)*$/);
  });
});

describe("a password", () => {
  test.each([
    ["short", "12 characters at least"],
    ["aaaaaaaaaaaaaaaa", "5 different characters"],
    ["anna-1234567", "must not contain the name"],
    ["x1y2z".repeat(50), "200 characters at most"],
  ])("like %s is not taken", (password, fault) => {
    expect(faultOf(password, "anna")).toContain(fault);
  });

  test("of four words is taken, also one that has the name in it", () => {
    expect(faultOf("correct horse battery staple", "anna")).toBeNull();
    expect(faultOf("anna and the correct horse battery", "anna")).toBeNull();
  });

  test("is kept as argon2id with memory and passes as OWASP names them", () => {
    expect(hash).toStartWith("$argon2id$v=19$m=19456,t=2,p=1$");
  });

  test("is right with its own hash alone, and never where there is none", async () => {
    const checks = new PasswordChecks();
    expect(await checks.isRight("a good long password", hash)).toBe(true);
    expect(await checks.isRight("a good long passwort", hash)).toBe(false);
    expect(await checks.isRight("a good long password", null)).toBe(false);
  });

  test("is compared for a few at a time, and the others are told to come again", async () => {
    const checks = new PasswordChecks();
    const all = await Promise.allSettled(Array.from({ length: 30 }, () => checks.isRight("x", hash)));
    const refused = all.filter(({ status }) => status === "rejected");
    expect(refused.length).toBe(20);
    expect(refused[0]).toMatchObject({ reason: { code: "SIGN_IN_BUSY" } });
    expect(await checks.isRight("a good long password", hash)).toBe(true);
  });

  test("of somebody who is known there is compared before those of strangers, however many they send", async () => {
    const checks = new PasswordChecks();
    const verify = spyOn(Bun.password, "verify");
    cleanUp(() => verify.mockRestore());
    const strangers = Array.from({ length: 30 }, () => checks.isRight("stranger", hash, false));
    const known = checks.isRight("known", hash, true);
    await Promise.allSettled([...strangers, known]);
    const compared = verify.mock.calls.map(([password]) => password);
    // Two are being compared already.
    expect(compared.indexOf("known")).toBe(2);
    expect(compared.length).toBe(11);
  });
});
