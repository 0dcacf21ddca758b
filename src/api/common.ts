import { z } from "zod";
import { isCallersId } from "../queue/job.ts";

const idError = "must be a whole number up to 2^53 - 1, or a text of 1 to 255 printable characters";

/** An id that the caller gave to something of its own. */
export const callersId = (whose: string): z.ZodType<number | string> =>
  z
    .union(
      [
        z.int({ error: idError }),
        z.string().max(255, { error: idError }).refine(isCallersId, { error: idError }),
      ],
      { error: idError },
    )
    .describe(`The ${whose}: a whole number or a text; 5 and "5" are the same`);

/** Where a picture is. Whether it may be loaded from there is decided when it is. */
export const pictureAddress = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .max(8192)
  .describe("Address of the screenshot; presigned ones are kept out of logs");

export const environmentName = z.string().max(64);

/** An id of ours in a path. */
export const ownId = z
  .string()
  .max(64)
  .describe("Or so much of its beginning that no other one begins like that");

/** A time that a caller names. */
export const namedTime = z.iso.datetime({ offset: true });

/** An answer's time; `null` before it has come. */
export const time = z.iso.datetime().nullable();

/** Whose a job or delivery is, in answers. */
export const reportIds = { report_id: z.union([z.int(), z.string()]), environment: z.string() };

/** What a list can be narrowed by; the beginnings of its ids have this form. */
export const listQuery = (idForm: RegExp) =>
  z.object({
    environment: environmentName.optional(),
    report_id: z.string().max(255).optional(),
    before: z
      .string()
      .regex(idForm, "must be the last id of the page before")
      .optional()
      .describe("The last id of the page before, or its beginning"),
    limit: z.coerce.number().int().min(1).max(1000).default(50),
  });

/** What an operator's request is answered with when it is done. */
export const done = <Schema extends z.ZodType>(schema: Schema) => ({
  status: 200,
  description: "Done",
  schema,
});
