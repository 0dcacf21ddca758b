import type { tryPicture } from "../../../api/dashboard.ts";
import type { Heard } from "../../../api/endpoint.ts";

/** What was found on a picture, and its upright size. */
export type Found = Pick<Heard<typeof tryPicture>, "width" | "height" | "turned" | "count_as_read" | "boxes">;
