import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseServiceConfig } from "../../src/config/service.ts";
import { failureOf } from "../support/failure.ts";

const root = join(import.meta.dir, "..", "..");
const pages = [
  ".env.production",
  "README.md",
  "ARCHITECTURE.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
  // The help of each command.
  ...new Bun.Glob("cli/*/*command.ts").scanSync(root),
];

/** What our own pages write where a key belongs, for somebody who copies without a thought. */
function samplesIn(text: string): string[] {
  const forms = [
    /["'`]x-api-key: ?([^"'`]+)["'`]/g,
    /\b(?:LARAVEL_)?API_KEY(?:_[A-Z]+)?(?<!_FILE)=([^\s`#]+)/g,
    /\b\w+:([^:\s]+):(?:submit|read|admin)[a-z+]*:(?:unlimited|\d+\/)/g,
    /`(openssl rand[^`]*)`/g,
    /\b(ocreco_[\w…-]+)/g,
  ];
  return forms.flatMap((form) => [...text.matchAll(form)].map(([, sample = ""]) => sample));
}

const samples = new Set(pages.flatMap((page) => samplesIn(readFileSync(join(root, page), "utf8"))));

test("nothing that our pages show in the place of a key is taken for one", async () => {
  expect(samples).toContain("change-me");
  expect(samples).toContain("<key>");
  expect(pages.filter((page) => page.endsWith("command.ts")).length).toBeGreaterThan(20);
  for (const sample of samples) {
    for (const settings of [
      { API_KEY: sample },
      { API_KEYS: `laravel:${sample}:submit:unlimited:2026-11-01` },
      { API_KEY: "a-key-of-our-own", LARAVEL_API_URL: "https://app.example.org", LARAVEL_API_KEY: sample },
    ]) {
      const { message } = await failureOf(() => parseServiceConfig(settings)).catch(() => ({ message: "" }));
      expect([sample, message]).toEqual([sample, expect.stringContaining("is still the sample value")]);
    }
  }
});
