import { temporaryFolder } from "../support/temporary.ts";
import { conformance } from "./conformance.ts";
import { sqlitePlace } from "./sqlite/support.ts";

conformance("a queue in SQLite", () => sqlitePlace(temporaryFolder()));
