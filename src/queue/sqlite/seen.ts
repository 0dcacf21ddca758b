import type { SeenPicture } from "../job.ts";
import { numbersOf, type SeenRow, toSeenPicture } from "./rows.ts";
import type { Store } from "./store.ts";

/** One picture that everybody sends, or a count that many have, must not make every ending slow. */
const mostCopies = 100;

/** The pictures that were read, so that copies are found. */
export class Seen {
  readonly #store: Store;
  readonly #sameFile;
  readonly #sameSteps;
  readonly #forget;
  readonly #remember;

  constructor(store: Store) {
    const { database } = store;
    this.#store = store;
    this.#sameFile = database.prepare<SeenRow, [string, string, string]>(
      `SELECT * FROM seen WHERE substr(sha256, 1, 12) = substr(?1, 1, 12) AND sha256 = ?1
         AND report != ?2 AND environment = ?3 LIMIT ${mostCopies}`,
    );
    this.#sameSteps = database.prepare<SeenRow, [number, string, string, string]>(
      `SELECT * FROM seen WHERE steps = ? AND sha256 != ? AND report != ? AND environment = ?
       ORDER BY place DESC LIMIT ${mostCopies}`,
    );
    // The same file of the same report is kept once, or sending it often would hide who else sent it.
    this.#forget = database.prepare<null, [string, string, string]>(
      `DELETE FROM seen WHERE substr(sha256, 1, 12) = substr(?1, 1, 12) AND report = ?2 AND sha256 = ?1
         AND environment = ?3`,
    );
    this.#remember = database.prepare<
      null,
      [string, string, number | null, string, string, string, number, string, number]
    >(
      `INSERT INTO seen
         (sha256, perceptual_hash, steps, environment, report, user, numbers, day, seen_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** Other reports' pictures of the same environment: the same file, or the same step count; up to a hundred of each. */
  copiesOf({ sha256, steps, reportId, environment }: SeenPicture): SeenPicture[] {
    const sameFile = this.#sameFile.all(sha256, String(reportId), environment);
    const sameSteps = steps === null ? [] : this.#sameSteps.all(steps, sha256, String(reportId), environment);
    return [...sameFile, ...sameSteps].map(toSeenPicture);
  }

  /** For operations: keeps a picture. */
  remember(picture: SeenPicture): void {
    const { sha256, perceptualHash, steps, environment, reportId, userId, day } = picture;
    this.#forget.run(sha256, String(reportId), environment);
    this.#remember.run(
      sha256,
      perceptualHash,
      steps,
      environment,
      String(reportId),
      String(userId),
      numbersOf(reportId, userId),
      day,
      this.#store.now(),
    );
  }
}
