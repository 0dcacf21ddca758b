import { expect, test } from "bun:test";
import { InstanceWatch } from "../../../cli/loadtest/instance.ts";
import { Remote } from "../../../cli/remote/remote.ts";
import { pretender } from "../../support/pretender.ts";

test("a look at a service that does not answer ends with the load test", async () => {
  const asked = Promise.withResolvers<void>();
  const url = pretender(() => {
    asked.resolve();
    return new Promise<Response>(() => {});
  });
  const watch = new InstanceWatch(Remote.at(url, "a-key"));
  const look = watch.look();
  await asked.promise;
  watch.close();
  await look;
  expect(watch.samples).toEqual([]);
});
