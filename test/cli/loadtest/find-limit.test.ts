import { expect, test } from "bun:test";
import { findLimit } from "../../../cli/loadtest/find-limit.ts";
import { Remote } from "../../../cli/remote/remote.ts";
import { pretender } from "../../support/pretender.ts";
import { openStandIn } from "../../support/stand-in.ts";

/** Looks for the limit of a service that answers as many reports as it is told to, and nothing after that. */
async function limitOf(answered: number) {
  const standIn = openStandIn();
  let asked = 0;
  const url = pretender(({ method }) => {
    if (method === "GET") return new Response(null, { status: 404 });
    if (asked++ >= answered) return new Promise<Response>(() => {});
    return Response.json({ message: "", job_id: `job-${asked}`, status: "waiting" }, { status: 202 });
  });
  const { found, measurement } = await findLimit(
    { connections: 1, seconds: 1, run: "run" },
    {
      remote: Remote.at(url, "a-key"),
      standIn,
      environment: null,
      way: "accepted",
      patience: 2,
      signal: new AbortController().signal,
    },
    () => {},
  );
  return { held: found.steps.map(({ holds }) => holds), ended: measurement.ended };
}

test("the search for the limit ends with a service that answers nothing any more", async () => {
  expect(await limitOf(0)).toEqual({ held: [false], ended: "timed_out" });
});

test("a rate that held before does not hide that nothing is answered any more", async () => {
  // The first 40 say where the search begins, and the 41st is the only one of the first step.
  expect(await limitOf(41)).toEqual({ held: [true, false], ended: "timed_out" });
});
