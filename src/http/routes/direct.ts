import { Elysia } from "elysia";
import { resultSchema } from "../../webhook/schema.ts";
import { type HttpContext, refuseWhileDraining } from "../context.ts";
import { needsKey, responses } from "../documentation.ts";
import { directSchema, localSchema, uploadSchema } from "../schemas.ts";

const problems = [400, 401, 403, 422, 500, 503, 504] as const;

/** Readings while the caller waits. */
export function directRoutes({ service }: HttpContext) {
  const detail = (summary: string, ...further: number[]) => ({
    tags: ["Direct readings"],
    ...needsKey,
    summary,
    description: "No queue and no webhook. 503 with Retry-After when no worker is free within a few seconds.",
    responses: responses(200, "What was read", resultSchema, [...problems, ...further]),
  });
  return new Elysia({ name: "direct" })
    .onBeforeHandle({ as: "local" }, () => refuseWhileDraining(service))
    .post("/api/v1/ocr-ecosteps/dev", ({ body }) => service.direct.readAddress(body.img_url), {
      body: directSchema,
      parse: "json",
      detail: detail("Read the picture at an address", 502),
    })
    .post("/api/v1/ocr-ecosteps/local", ({ body }) => service.direct.readLocal(body.img_path), {
      body: localSchema,
      parse: "json",
      detail: detail("Read a picture of the service's machine, below LOCAL_IMAGE_ROOT", 404),
    })
    .post(
      "/api/v1/ocr",
      async ({ body: { file } }) =>
        service.direct.readBytes(file.name || "the upload", new Uint8Array(await file.arrayBuffer())),
      { body: uploadSchema, parse: "formdata", detail: detail("Read an uploaded picture") },
    );
}
