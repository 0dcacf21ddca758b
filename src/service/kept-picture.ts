import { attempt } from "../config/attempt.ts";
import { OcrEcoError } from "../errors.ts";
import type { Job } from "../queue/job.ts";
import { type ImageFormat, sniffFormat } from "../reading/image/format.ts";
import type { Reading } from "../reading/reading.ts";
import { resultOfJob } from "./endings.ts";
import type { PictureReader } from "./picture-reader.ts";

/** The picture of a job as it came. */
interface KeptPicture {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
}

/** What is still kept of the pictures that jobs were about, for whoever looks at a job. */
export class KeptPictures {
  readonly #reader: Pick<PictureReader, "kept">;

  constructor(reader: Pick<PictureReader, "kept">) {
    this.#reader = reader;
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
    if (bytes === null || format === undefined) throw gone();
    return { bytes, format };
  }

  /** What was read on it, with all lines. Rejects with `PICTURE_GONE`. */
  async reading(job: Job): Promise<Reading> {
    const { reading } = await this.#kept(job);
    if (reading === null) throw gone();
    return reading;
  }

  async #kept(job: Job): ReturnType<PictureReader["kept"]> {
    const sha256 = resultOfJob(job)?.image?.sha256;
    if (sha256 === undefined) throw gone();
    return this.#reader.kept(job.url, sha256, new Date(job.pictureAt));
  }
}

function gone(): OcrEcoError {
  return new OcrEcoError("PICTURE_GONE", "The picture of this job is not kept any more.");
}
