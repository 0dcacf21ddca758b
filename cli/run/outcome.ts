import type { Failure } from "../../src/errors.ts";
import type { Reading } from "../../src/reading/reading.ts";

/** What became of one picture. */
export type Outcome =
  | {
      readonly ok: true;
      readonly source: string;
      readonly reading: Reading;
      readonly overlayFile: string | null;
    }
  | { readonly ok: false; readonly source: string; readonly failure: Failure };

/** One way to print outcomes, in the order in which the pictures were named. */
export interface Output {
  write(outcome: Outcome): void;
  /** Called once after the last picture. */
  end?(): void;
}
