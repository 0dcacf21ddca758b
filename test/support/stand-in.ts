import { picturesFor } from "../../cli/loadtest/pictures.ts";
import { StandIn } from "../../cli/loadtest/stand-in.ts";
import { cleanUp } from "./clean-up.ts";

/** A load test's stand-in on loopback, which ends with the test. */
export function openStandIn(): StandIn {
  const standIn = StandIn.open(picturesFor(undefined), {
    isUnique: true,
    listen: { host: "127.0.0.1", port: 0 },
    announced: "127.0.0.1",
  });
  cleanUp(() => standIn.close());
  return standIn;
}
