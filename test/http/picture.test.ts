import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { fixture } from "../../scripts/common/fixtures.ts";
import { until } from "../../scripts/rig/processes.ts";
import { atWork } from "../support/at-work.ts";

/** A service that has read a picture, and what it gives of that. */
async function withPicture(bytes: Uint8Array) {
  const { app, pictures, seen } = await atWork();
  pictures.serve("picture", bytes);
  const { body } = await app.report({ s3_url: pictures.url("picture") });
  await seen("delivery-tried");
  const asked = async (query: string) => {
    const { status, headers } = await app.ask("GET", `/dashboard/jobs/${body["job_id"]}/picture${query}`);
    return [status, headers.get("content-type")];
  };
  await until("it is read", async () => (await asked(""))[0] === 200);
  return asked;
}

describe("the picture of a job", () => {
  test("is given as it came, and for browsers in a format that all of them show", async () => {
    const heic = await withPicture(readFileSync(fixture("broken", "photo.heic")));
    expect(await heic("")).toEqual([200, "image/heic"]);
    expect(await heic("?shown=false")).toEqual([200, "image/heic"]);
    expect(await heic("?shown=true")).toEqual([200, "image/webp"]);
    expect(await heic("?shown=perhaps")).toEqual([422, "application/problem+json"]);
  });

  test("stays as it came where all of them show it", async () => {
    const png = await withPicture(readFileSync(fixture("images", "samsung-home-en-light.png")));
    expect(await png("?shown=true")).toEqual([200, "image/png"]);
  });
});
