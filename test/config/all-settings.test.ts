import { describe, expect, test } from "bun:test";
import {
  allSettings,
  isOfReading,
  isReloadable,
  isSecret,
  isSetting,
} from "../../src/config/all-settings.ts";

describe("settings", () => {
  test.each([
    "API_KEY",
    "API_KEYS",
    "LARAVEL_API_KEY",
    "LARAVEL_API_KEY_STAGING",
    "LARAVEL_API_KEY_ACCEPTANCE",
    "WEBHOOK_SECRET",
    "WEBHOOK_SECRET_ACCEPTANCE",
    "OTEL_EXPORTER_OTLP_HEADERS",
  ])("are secret, and taken up by a running service: %s", (name) => {
    expect([isSetting(name), isSecret(name), isReloadable(name)]).toEqual([true, true, true]);
  });

  test.each(["KEYS_FILE", "API_KEY_FILE", "LARAVEL_API_KEY_FILE", "WEBHOOK_SECRET_ACCEPTANCE_FILE"])(
    "that lead to secrets are none, and are taken up: %s",
    (name) => {
      expect([isSetting(name), isSecret(name), isReloadable(name)]).toEqual([true, false, true]);
    },
  );

  test.each(["PORT", "LARAVEL_API_URL", "LARAVEL_API_URL_ACCEPTANCE", "TLS_KEY_FILE"])(
    "of which nothing is said take a restart: %s",
    (name) => {
      expect([isSetting(name), isSecret(name), isReloadable(name)]).toEqual([true, false, false]);
    },
  );

  test.each(["LARAVEL_API_URL_ACCEPTANCE_FILE", "LARAVEL_API", "API_KEY_ACCEPTANCE", "PATH"])(
    "are only what the program knows, which %s is not",
    (name) => {
      expect(isSetting(name)).toBeFalse();
    },
  );

  test("that are secret say nothing of how pictures are read", () => {
    const names = Object.keys(allSettings);
    expect(names.filter((name) => isSecret(name) && isOfReading(name))).toEqual([]);
    expect(isOfReading("OCR_ENGINE")).toBeTrue();
    expect(isOfReading("DATA_DIR")).toBeFalse();
  });
});
