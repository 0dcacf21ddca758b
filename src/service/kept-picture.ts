import { attempt } from "../config/attempt.ts";
import { OcrEcoError } from "../errors.ts";
import type { ReviewPictures } from "../images/review-pictures.ts";
import type { Job } from "../queue/job.ts";
import { type ImageFormat, sniffFormat } from "../reading/image/format.ts";
import type { Reading } from "../reading/reading.ts";
import { withoutQuery } from "../without-query.ts";
import { viewFormat } from "../workers/protocol.ts";
import { resultOfJob } from "./endings.ts";
import type { PictureReader } from "./picture-reader.ts";

/** Formats that not every browser shows. */
const unshown: ReadonlySet<ImageFormat> = new Set(["heic", "tiff"]);

/** The picture of a job as it came, or as it is shown. */
interface KeptPicture {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
}

/** Seconds that whoever looks at a job waits for a worker. */
const waitSeconds = 10;

/** What is still kept of the pictures that jobs were about, for whoever looks at a job. */
export class KeptPictures {
  readonly #reader: Pick<PictureReader, "kept" | "readBytes" | "view">;
  readonly #forReview: Pick<ReviewPictures, "get">;

  constructor(
    reader: Pick<PictureReader, "kept" | "readBytes" | "view">,
    forReview: Pick<ReviewPictures, "get">,
  ) {
    this.#reader = reader;
    this.#forReview = forReview;
  }

  /** The picture that a job was about. Rejects with `PICTURE_GONE`. */
  async picture(job: Job): Promise<KeptPicture> {
    const { bytes } = await this.#kept(job);
    // What is no picture is given to nobody as one.
    const format =
      bytes === null
        ? undefined
        : attempt(
            () => sniffFormat(bytes, "the picture"),
            () => {},
          );
    if (bytes === null || format === undefined) throw pictureGone();
    return { bytes, format };
  }

  /** The same, and in another format where not every browser shows its own. Rejects also with what the workers reject with. */
  async shown(job: Job): Promise<KeptPicture> {
    const picture = await this.picture(job);
    if (!unshown.has(picture.format)) return picture;
    const bytes = await this.#reader.view(withoutQuery(job.url), picture.bytes, waitSeconds);
    return { bytes, format: viewFormat };
  }

  /**
   * What was read on it, with all lines; a picture that is kept for longer than what was read on it is read once more. Rejects
   * with `PICTURE_GONE`, and with what the workers reject with.
   */
  async reading(job: Job): Promise<Reading> {
    const { reading, bytes } = await this.#kept(job);
    if (reading !== null) return reading;
    if (bytes === null) throw pictureGone();
    const received = new Date(job.pictureAt);
    return this.#reader.readBytes(withoutQuery(job.url), bytes, received, { waitSeconds });
  }

  async #kept(job: Job): ReturnType<PictureReader["kept"]> {
    const sha256 = resultOfJob(job)?.image?.sha256;
    if (sha256 === undefined) throw pictureGone();
    const { bytes, reading } = await this.#reader.kept(job.url, sha256, new Date(job.pictureAt));
    return { bytes: bytes ?? (await this.#forReview.get(sha256)), reading };
  }
}

/** That the picture of a job is not at hand, and never will be again. */
export function pictureGone(): OcrEcoError {
  return new OcrEcoError("PICTURE_GONE", "The picture of this job is not kept any more.");
}
