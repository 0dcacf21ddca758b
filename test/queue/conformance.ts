import { describe } from "bun:test";
import { attempts } from "./conformance/attempts.ts";
import { cancelling } from "./conformance/cancelling.ts";
import { deliveries } from "./conformance/deliveries.ts";
import { endings } from "./conformance/endings.ts";
import { failedDeliveries } from "./conformance/failed-deliveries.ts";
import { finding } from "./conformance/finding.ts";
import { history } from "./conformance/history.ts";
import { holds } from "./conformance/holds.ts";
import { listing } from "./conformance/listing.ts";
import { reviews } from "./conformance/reviews.ts";
import { submitting } from "./conformance/submitting.ts";
import { totals } from "./conformance/totals.ts";
import { twoHandles } from "./conformance/two-handles.ts";
import { waking } from "./conformance/waking.ts";
import type { NewPlace } from "./support.ts";

/** What every queue promises (src/queue/port.ts), as tests of the one called `name`. */
export function conformance(name: string, newPlace: NewPlace): void {
  describe(name, () => {
    submitting(newPlace);
    attempts(newPlace);
    endings(newPlace);
    cancelling(newPlace);
    deliveries(newPlace);
    failedDeliveries(newPlace);
    holds(newPlace);
    reviews(newPlace);
    listing(newPlace);
    finding(newPlace);
    history(newPlace);
    totals(newPlace);
    waking(newPlace);
    twoHandles(newPlace);
  });
}
