import { describe, expect, test } from "bun:test";
import { strangersPhrases, strangersScope } from "../../../src/reading/scope/strangers.ts";
import { line } from "../../support/lines.ts";

const scopeOf = (...texts: string[]) =>
  strangersScope(
    texts.map((text, index) => line(text, 40, 100 + 60 * index)),
    strangersPhrases,
  );

describe("a screen is not the owner's day", () => {
  test.each([
    "Send message",
    "Kirim pesan",
    "Type a message…",
    "Reply to Andi",
    "Balas ke Mama",
    "Follow",
    "Nudge Andi",
    "High five!",
    "3,214 likes",
    "Kudos 12",
    "Posted by andi_w",
    "Forwarded",
    "Tambahkan komentar...",
    "From: Mama",
    "Dari: Rina Wijaya",
  ])("where this can be done, or was, in whatever place: %s", (text) => {
    expect(scopeOf("8,958 steps", "Today", text)).toEqual({ kind: "other_person", text });
  });

  test.each(["Sample screen", "Example only", "Ilustrasi", "llustration", "Hanya contoh"])(
    "where it is said to be an example: %s",
    (text) => {
      expect(scopeOf("8,958 steps", text)).toEqual({ kind: "no_record", text });
    },
  );
});

test.each([
  "Follow your plan each day",
  "Share stats between Fit and your other apps, like your",
  "Dari 8.000 langkah",
  "from 00:00",
  "Comment ça va aujourd'hui",
  "Steps",
  "Blocked calories",
  "Bike",
])("words that stand on a page of one's own are no such thing: %s", (text) => {
  expect(scopeOf("8,958 steps", text)).toBeNull();
});
