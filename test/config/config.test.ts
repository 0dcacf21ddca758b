import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { allSettings } from "../../src/config/all-settings.ts";
import { parseConfig } from "../../src/config/config.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { cores } from "../../src/host/resources.ts";
import { failureOf } from "../support/failure.ts";

const example = readFileSync(join(import.meta.dir, "..", "..", ".env.production"), "utf8");

describe("the configuration", () => {
  test("has a default for everything", () => {
    expect(parseConfig({})).toMatchObject({
      OCR_ENGINE: "auto",
      OCR_LANGUAGES: "eng+ind",
      WORKER_COUNT: cores().count,
      LOG_LEVEL: "info",
    });
  });

  test("turns texts into numbers", () => {
    expect(parseConfig({ WORKER_COUNT: "3" }).WORKER_COUNT).toBe(3);
  });

  test("takes an empty value for one that is not set", () => {
    expect(parseConfig({ WORKER_COUNT: "", TESSDATA_PREFIX: "" })).toEqual(parseConfig({}));
  });

  test("leaves alone what belongs to others", () => {
    expect(parseConfig({ PATH: "/bin", LANG: "C" })).toEqual(parseConfig({}));
  });

  test("names all that is wrong in one sentence", async () => {
    const failure = await failureOf(() =>
      parseConfig({
        WORKER_COUNT: "many",
        OCR_ENGINE: "easy",
        OCR_LANGUAGES: "../x",
        OCR_TIMEOUT_SECONDS: "0",
      }),
    );
    expect(failure.code).toBe("CONFIG_INVALID");
    for (const name of ["WORKER_COUNT", "OCR_ENGINE", "OCR_LANGUAGES", "OCR_TIMEOUT_SECONDS"]) {
      expect(failure.message).toContain(`${name}: `);
    }
    expect(failure.message).not.toContain("\n");
  });

  test.each(["1.5", "-1", "0", "257", "1e9", "3 cores", "NaN"])("refuses %s workers", async (value) => {
    expect((await failureOf(() => parseConfig({ WORKER_COUNT: value }))).code).toBe("CONFIG_INVALID");
  });
});

describe("the example .env.production", () => {
  test("lists every setting and nothing else", () => {
    expect(Object.keys(parseEnv(example)).sort()).toEqual(Object.keys(allSettings).sort());
  });

  test("shows the defaults", () => {
    expect(parseConfig(parseEnv(example))).toEqual(parseConfig({}));
  });

  test("is refused by the service as long as it is unchanged, naming what must be changed", async () => {
    const { message } = await failureOf(() => parseServiceConfig(parseEnv(example)));
    for (const name of ["API_KEY", "LARAVEL_API_URL", "LARAVEL_API_KEY"]) {
      expect(message).toContain(`${name}: is still the sample value`);
    }
  });

  test("is a sane start once these are changed: it shows the service's defaults, and lets the peak pass", () => {
    const changed = {
      API_KEY: "a-key-of-our-own-0123456789",
      LARAVEL_API_URL: "https://app.example.org",
      LARAVEL_API_KEY: "their-key",
    };
    expect(parseServiceConfig({ ...parseEnv(example), ...changed })).toEqual({
      ...parseServiceConfig(changed),
      RATE_LIMIT: { most: 600, seconds: 60 },
    });
  });

  test("explains each setting in a comment above it, alone or with its neighbours", () => {
    const lines = example.split("\n");
    const bare = lines.filter((line, at) => /^[A-Z_]+=/.test(line) && (lines[at - 1] ?? "") === "");
    expect(bare).toEqual([]);
  });
});
