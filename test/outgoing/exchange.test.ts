import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { fixtureBytes } from "../../scripts/common/fixtures.ts";
import { type FaultName, faultNamed, faultNames, HostileServers } from "../../scripts/rig/hostile-server.ts";
import { until } from "../../scripts/rig/processes.ts";
import { DeadlineError, withDeadline } from "../../src/outgoing/deadline.ts";
import { type Answer, exchange } from "../../src/outgoing/exchange.ts";

const picture = fixtureBytes("images", "samsung-home-en-light.png");
/** How long is waited for what comes for sure, and for what may never come. */
const [sureMs, patienceMs] = [60_000, 1000];

let servers: HostileServers;
beforeAll(async () => {
  servers = await HostileServers.start(picture);
});
afterAll(() => servers.close());

async function bytesOf({ body }: Answer): Promise<number> {
  let bytes = 0;
  for await (const part of body) bytes += part.length;
  return bytes;
}

/** What somebody who reads all of an answer gets: its status and length, or why not. */
async function ask(name: FaultName): Promise<{ status: number; bytes: number } | Error> {
  const request = { url: new URL(servers.url(name)), method: "GET", headers: {} };
  try {
    const isSure = faultNamed(name).means === "whole";
    return await withDeadline(isSure ? sureMs : patienceMs, (deadline) =>
      exchange(request, deadline, async (answer) => ({
        status: answer.status,
        bytes: await bytesOf(answer),
      })),
    );
  } catch (error) {
    return error as Error;
  }
}

describe("what is asked of a server that is at fault comes to an end", () => {
  test.concurrent.each(faultNames)("%s", async (name) => {
    const got = await ask(name);
    const { means } = faultNamed(name);
    if (got instanceof Error) expect(means).not.toBe("whole");
    else {
      expect(means).toBeOneOf(["whole", "refused", "torn"]);
      if (means === "whole") expect(got).toEqual({ status: 200, bytes: picture.length });
    }
  });

  test("and leaves no connection behind", async () => {
    await until("all connections are closed", () => servers.open === 0);
  });
});

describe("a body that was cut off is no body", () => {
  test.each([
    "no length, then a reset",
    "no length, then silence",
    "a length, then a reset",
    "a length, then silence",
    "a length that is too long, then the end",
    "chunks, then the end",
    "chunks, then a reset",
  ] as const)("%s", async (name) => {
    expect(await ask(name)).toBeInstanceOf(Error);
  });
});

describe("an answer says whether its end is marked", () => {
  test.each([
    ["no length, whole", false],
    ["HTTP/1.0", false],
    ["chunks of a byte each", true],
    ["a few interim answers first", true],
    ["status 204", true],
  ] as const)("%s: %p", async (name, isMarked) => {
    const request = { url: new URL(servers.url(name)), method: "GET", headers: {} };
    const { promise, resolve } = Promise.withResolvers<boolean>();
    await withDeadline(sureMs, (deadline) =>
      exchange(request, deadline, async ({ hasMarkedEnd }) => resolve(hasMarkedEnd)),
    );
    expect(await promise).toBe(isMarked);
  });
});

describe("a deadline", () => {
  test("ends what waits for something else, whatever that is", async () => {
    const failure = await withDeadline(1, () => new Promise(() => {})).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeadlineError);
  });

  test("is heard by whoever began before it was over and asks after it", async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const late = withDeadline(1, async (deadline) => {
      await Bun.sleep(20);
      const request = { url: new URL(servers.url("status 204")), method: "GET", headers: {} };
      resolve(await exchange(request, deadline, async () => "asked").catch((error: unknown) => error));
    });
    await late.catch(() => {});
    expect(await promise).toBeInstanceOf(DeadlineError);
  });

  test("is not over where somebody gave the work up", async () => {
    const givenUp = new AbortController();
    const seen: boolean[] = [];
    const work = withDeadline(
      60_000,
      (deadline) => {
        deadline.signal.addEventListener("abort", () => seen.push(deadline.isOver));
        return new Promise(() => {});
      },
      givenUp.signal,
    );
    givenUp.abort(new Error("enough"));
    expect(await work.catch((error: unknown) => error)).toEqual(new Error("enough"));
    expect(seen).toEqual([false]);
  });
});
