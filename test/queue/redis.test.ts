import { test } from "bun:test";
import { forManyRandoms } from "../support/random.ts";
import { conformance } from "./conformance.ts";
import { behavesLikeTheModel } from "./property.ts";
import { onServer, redisPlace } from "./redis/support.ts";

onServer((server) => {
  conformance("a queue in Redis", () => redisPlace(server));

  test("a queue in Redis does what the model of a queue does", async () => {
    await forManyRandoms((random) => behavesLikeTheModel(random, redisPlace(server)), 40);
  });
});
