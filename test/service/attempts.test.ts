import { describe, expect, test } from "bun:test";
import type { FailureCode } from "../../src/errors.ts";
import { type AfterFailure, afterFailure } from "../../src/service/attempts.ts";

const pauses = [5, 30, 120];

/** What follows the given attempt when it failed in this way, without any chance. */
function after(
  code: FailureCode,
  { attempts = 1, workerDeaths = 0, retryAfter = null as number | null, chance = 0.5 } = {},
): AfterFailure {
  return afterFailure({ attempts, workerDeaths }, { code, message: "" }, pauses, retryAfter, chance);
}

describe("after a failed attempt", () => {
  test.each(["DOWNLOAD_TIMEOUT", "DOWNLOAD_FAILED", "DOWNLOAD_SERVER_BUSY", "OCR_TIMEOUT"] as const)(
    "%s is tried again, after longer and longer pauses",
    (code) => {
      expect(after(code)).toEqual({ kind: "retry", pause: 5000, workerDied: false });
      expect(after(code, { attempts: 3 })).toEqual({ kind: "retry", pause: 120_000, workerDied: false });
    },
  );

  test("there is an end to that", () => {
    expect(after("DOWNLOAD_TIMEOUT", { attempts: 4 })).toEqual({ kind: "fail" });
  });

  test.each(["DOWNLOAD_STATUS", "IMAGE_NOT_AN_IMAGE", "IMAGE_CORRUPT", "URL_FORBIDDEN"] as const)(
    "%s is not tried again: it cannot get better",
    (code) => {
      expect(after(code)).toEqual({ kind: "fail" });
    },
  );

  test("pauses vary by a fifth, and are never shorter than the picture's server asked for", () => {
    expect(after("DOWNLOAD_FAILED", { chance: 0 })).toMatchObject({ pause: 4000 });
    expect(after("DOWNLOAD_FAILED", { chance: 1 })).toMatchObject({ pause: 6000 });
    expect(after("DOWNLOAD_SERVER_BUSY", { retryAfter: 60 })).toMatchObject({ pause: 60_000 });
    // A report does not wait for ever because somebody else's server says so.
    expect(after("DOWNLOAD_SERVER_BUSY", { retryAfter: 1e15 })).toMatchObject({ pause: 3_600_000 });
  });

  test("a picture that ended its worker is given to two more, and then given up", () => {
    expect(after("WORKER_DIED")).toMatchObject({ kind: "retry", workerDied: true });
    expect(after("WORKER_DIED", { attempts: 2, workerDeaths: 1 })).toMatchObject({ workerDied: true });
    expect(after("WORKER_DIED", { attempts: 3, workerDeaths: 2 })).toEqual({ kind: "fail" });
  });

  test("what is wrong with the installation is not held against the job", () => {
    for (const code of ["WORKERS_UNAVAILABLE", "NATIVE_UNAVAILABLE", "LANGUAGE_CORRUPT"] as const)
      expect(after(code, { attempts: 9 })).toEqual({ kind: "release" });
  });
});
