import { expect, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KnownPlaces, knownPlacesFile } from "../../src/people/known-places.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Places in a file, opened anew each time, and what is said of the file. */
function setUp() {
  const path = join(temporaryFolder(), "sign-ins");
  const warned: string[] = [];
  const open = () => new KnownPlaces(knownPlacesFile(path, (sentence) => warned.push(sentence)));
  return { path, warned, open };
}

test("a place is known by name and address together, also after a restart, and its file tells neither", () => {
  const { path, open, warned } = setUp();
  const places = open();
  places.remember("anna", "192.0.2.1");
  for (const each of [places, open()])
    expect([
      each.has("anna", "192.0.2.1"),
      each.has("anna", "192.0.2.2"),
      each.has("budi", "192.0.2.1"),
    ]).toEqual([true, false, false]);
  expect(readFileSync(path, "utf8")).not.toMatch(/anna|192/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(warned).toEqual([]);
});

test("of a thousand places the one that was signed in from longest ago makes room for another", () => {
  const { open } = setUp();
  const places = open();
  for (let at = 0; at < 1000; at++) places.remember("anna", `address ${at}`);
  places.remember("anna", "address 0");
  places.remember("anna", "address 1000");
  expect([0, 1, 2, 1000].map((at) => open().has("anna", `address ${at}`))).toEqual([true, false, true, true]);
});

test.each(["", "{}", '["anna"]', "\u0000"])(
  "nobody is known where the file holds %j, which is told",
  (text) => {
    const { path, open, warned } = setUp();
    writeFileSync(path, text);
    const places = open();
    expect(places.has("anna", "192.0.2.1")).toBe(false);
    expect(warned[0]).toContain("makes no sense");
    places.remember("anna", "192.0.2.1");
    expect(open().has("anna", "192.0.2.1")).toBe(true);
  },
);
